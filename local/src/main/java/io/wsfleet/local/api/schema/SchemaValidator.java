package io.wsfleet.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Validates values against a schema, with the messages of Kubernetes. */
record SchemaValidator(List<String> violations) {

  void check(JsonNode schema, JsonNode value, String path) {
    if (value.isNull()) {
      if (!schema.path("nullable").asBoolean()) {
        violations.add(path + ": Invalid value: \"null\": must not be null");
      }
      return;
    }
    if (!hasType(schema, value)) {
      violations.add(
          "%s: Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
              .formatted(path, typeOf(value), path, schema.path("type").asText(), typeOf(value)));
      return;
    }
    checkEnum(schema, value, path);
    checkNot(schema, value, path);
    if (value.isNumber()) {
      checkBounds(schema, value, path);
    } else if (value.isTextual()) {
      checkText(schema, value.asText(), path);
    } else if (value.isArray()) {
      checkList(schema, value, path);
    } else if (value.isObject()) {
      checkObject(schema, value, path);
    }
  }

  void checkRequired(JsonNode schema, JsonNode object, String prefix) {
    for (JsonNode required : schema.path("required")) {
      if (!object.has(required.asText())) {
        violations.add(prefix + required.asText() + ": Required value");
      }
    }
  }

  private void checkObject(JsonNode schema, JsonNode object, String path) {
    checkRequired(schema, object, path + ".");
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode property = schema.path("properties").path(field.getKey());
      JsonNode of = property.isMissingNode() ? schema.path("additionalProperties") : property;
      if (of.isObject()) {
        check(of, field.getValue(), path + "." + field.getKey());
      }
    }
  }

  private void checkList(JsonNode schema, JsonNode list, String path) {
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    if (list.size() > most) {
      violations.add(
          "%s: Too many: %d: must have at most %d items".formatted(path, list.size(), most));
    }
    if (list.size() < schema.path("minItems").asInt(0)) {
      violations.add(
          "%s: Invalid value: %d: %s in body should have at least %d items"
              .formatted(path, list.size(), path, schema.path("minItems").asInt()));
    }
    for (int i = 0; i < list.size(); i++) {
      check(schema.path("items"), list.get(i), path + "[" + i + "]");
    }
    checkDuplicates(new CrdMergeSchema(schema).listMerge(), list, path);
  }

  private void checkDuplicates(MergeSchema.ListMerge listMerge, JsonNode list, String path) {
    if (listMerge.type() == MergeSchema.ListMerge.Type.ATOMIC) {
      return;
    }
    List<JsonNode> seen = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode key =
          listMerge.type() == MergeSchema.ListMerge.Type.SET
              ? list.get(i)
              : key(listMerge, list.get(i));
      if (seen.contains(key)) {
        violations.add("%s[%d]: Duplicate value: %s".formatted(path, i, key));
      }
      seen.add(key);
    }
  }

  private static JsonNode key(MergeSchema.ListMerge listMerge, JsonNode item) {
    var key = Json.object();
    listMerge.keysWithDefaults().keySet().forEach(name -> key.set(name, listMerge.key(item, name)));
    return key;
  }

  private void checkEnum(JsonNode schema, JsonNode value, String path) {
    JsonNode allowed = schema.path("enum");
    if (!allowed.isArray()) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (JsonNode one : allowed) {
      if (one.equals(value)) {
        return;
      }
      names.add(one.toString());
    }
    violations.add(
        "%s: Unsupported value: %s: supported values: %s"
            .formatted(path, value, String.join(", ", names)));
  }

  private void checkNot(JsonNode schema, JsonNode value, String path) {
    if (!schema.has("not")) {
      return;
    }
    SchemaValidator excluded = new SchemaValidator(new ArrayList<>());
    excluded.check(schema.path("not"), value, path);
    if (excluded.violations().isEmpty()) {
      violations.add(
          "%s: Invalid value: %s: %s must not validate the schema (not)"
              .formatted(path, value, path));
    }
  }

  private void checkBounds(JsonNode schema, JsonNode value, String path) {
    BigDecimal number = value.decimalValue();
    JsonNode minimum = schema.path("minimum");
    JsonNode maximum = schema.path("maximum");
    if (minimum.isNumber()) {
      boolean exclusive = schema.path("exclusiveMinimum").asBoolean();
      int sign = number.compareTo(minimum.decimalValue());
      if (sign < 0 || (exclusive && sign == 0)) {
        outOfBounds(path, value, exclusive ? "greater than" : "greater than or equal to", minimum);
      }
    }
    if (maximum.isNumber()) {
      boolean exclusive = schema.path("exclusiveMaximum").asBoolean();
      int sign = number.compareTo(maximum.decimalValue());
      if (sign > 0 || (exclusive && sign == 0)) {
        outOfBounds(path, value, exclusive ? "less than" : "less than or equal to", maximum);
      }
    }
  }

  private void outOfBounds(String path, JsonNode value, String relation, JsonNode bound) {
    violations.add(
        "%s: Invalid value: %s: %s in body should be %s %s"
            .formatted(
                path,
                value,
                path,
                relation,
                bound.decimalValue().stripTrailingZeros().toPlainString()));
  }

  private void checkText(JsonNode schema, String text, String path) {
    int length = text.codePointCount(0, text.length());
    if (length > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      violations.add(
          "%s: Too long: may not be more than %d bytes"
              .formatted(path, schema.path("maxLength").asInt()));
    }
    if (length < schema.path("minLength").asInt(0)) {
      violations.add(
          "%s: Invalid value: \"%s\": %s in body should be at least %d chars long"
              .formatted(path, text, path, schema.path("minLength").asInt()));
    }
    String pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      violations.add(
          "%s: Invalid value: \"%s\": %s in body should match '%s'"
              .formatted(path, text, path, pattern));
    }
  }

  private static boolean hasType(JsonNode schema, JsonNode value) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return value.isIntegralNumber() || value.isTextual();
    }
    return switch (schema.path("type").asText("")) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> isInteger(schema, value);
      case "number" -> value.isNumber();
      default -> true;
    };
  }

  private static boolean isInteger(JsonNode schema, JsonNode value) {
    if (!value.isIntegralNumber()) {
      return false;
    }
    return schema.path("format").asText().equals("int32")
        ? value.canConvertToInt()
        : value.canConvertToLong();
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      default -> new String(Json.bytes(value), StandardCharsets.UTF_8);
    };
  }
}
