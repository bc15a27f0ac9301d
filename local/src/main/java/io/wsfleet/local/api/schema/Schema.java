package io.wsfleet.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The structural schema of a CustomResourceDefinition, with its CEL rules. */
public record Schema(JsonNode root) {
  private static final Set<String> COMMON_FIELDS = Set.of("apiVersion", "kind", "metadata");
  private static final String RULES_NOT_CHECKED =
      "<nil>: Invalid value: null: some validation rules were not checked because the object was"
          + " invalid; correct the existing errors to complete validation";

  public MergeSchema mergeSchema() {
    return new CrdMergeSchema(root);
  }

  /** Sets the defaults of absent fields. */
  public void fillDefaults(ObjectNode object) {
    fillDefaults(root, object);
  }

  /** Removes the fields that the schema does not know, and returns their paths. */
  public List<String> prune(ObjectNode object) {
    List<String> unknown = new ArrayList<>();
    object
        .properties()
        .forEach(
            field -> {
              if (!COMMON_FIELDS.contains(field.getKey())) {
                JsonNode property = root.path("properties").path(field.getKey());
                if (!property.isMissingNode()) {
                  prune(property, field.getValue(), field.getKey(), unknown);
                }
              }
            });
    removeUnknown(root, object, "", COMMON_FIELDS, unknown);
    return unknown;
  }

  /**
   * The violations of an object, one sentence each, which begins with the path of the field. CEL
   * rules are evaluated only for an object that has no other violation, as in Kubernetes.
   *
   * @param before the stored object, if there is one
   */
  public List<String> violations(ObjectNode object, @Nullable ObjectNode before) {
    List<String> violations = new ArrayList<>();
    root.path("properties")
        .properties()
        .forEach(
            property -> {
              if (!COMMON_FIELDS.contains(property.getKey())) {
                JsonNode value = object.get(property.getKey());
                if (value != null) {
                  new SchemaValidator(violations)
                      .check(property.getValue(), value, property.getKey());
                }
              }
            });
    new SchemaValidator(violations).checkRequired(root, object, "");
    if (violations.isEmpty()) {
      new CelValidator(violations).check(root, object, before, "");
    } else if (CelValidator.hasRules(root)) {
      violations.add(RULES_NOT_CHECKED);
    }
    return violations;
  }

  private static void fillDefaults(JsonNode schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        JsonNode otherwise = property.getValue().get("default");
        if (otherwise != null && !object.has(property.getKey())) {
          object.set(property.getKey(), otherwise.deepCopy());
        }
        fillDefaults(property.getValue(), object.path(property.getKey()));
      }
      JsonNode additional = schema.path("additionalProperties");
      if (additional.isObject()) {
        object.forEach(child -> fillDefaults(additional, child));
      }
    } else if (value.isArray()) {
      value.forEach(item -> fillDefaults(schema.path("items"), item));
    }
  }

  private static void prune(JsonNode schema, JsonNode value, String path, List<String> unknown) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode property = schema.path("properties").path(field.getKey());
        JsonNode of = property.isMissingNode() ? schema.path("additionalProperties") : property;
        if (of.isObject()) {
          prune(of, field.getValue(), path + "." + field.getKey(), unknown);
        }
      }
      removeUnknown(schema, object, path + ".", Set.of(), unknown);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        prune(schema.path("items"), value.get(i), path + "[" + i + "]", unknown);
      }
    }
  }

  private static void removeUnknown(
      JsonNode schema, ObjectNode object, String path, Set<String> known, List<String> unknown) {
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        || !schema.path("additionalProperties").isMissingNode()) {
      return;
    }
    Iterator<String> names = object.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!known.contains(name) && !schema.path("properties").has(name)) {
        names.remove();
        unknown.add(path + name);
      }
    }
  }
}
