package io.wsfleet.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the CEL rules of a schema ({@code x-kubernetes-validations}), with the messages of
 * Kubernetes.
 *
 * <p>A rule with {@code oldSelf} is evaluated only where the stored object has a value that
 * corresponds. Other rules are not evaluated for a value that did not change (validation
 * ratcheting), so an object that was stored before its rule existed can still be changed.
 */
record CelValidator(List<String> violations) {
  private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

  /** Whether a schema has rules anywhere. */
  static boolean hasRules(JsonNode schema) {
    return !schema.findValues("x-kubernetes-validations").isEmpty();
  }

  /**
   * @param old the stored value that corresponds to {@code value}, if there is one
   * @param path of the value, empty for the whole object
   */
  void check(JsonNode schema, JsonNode value, @Nullable JsonNode old, String path) {
    boolean unchanged = value.equals(old);
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      boolean isTransition = OLD_SELF.matcher(rule.path("rule").asText()).find();
      if (isTransition ? old != null : !unchanged) {
        evaluate(rule, schema, value, old, path);
      }
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JsonNode property = schema.path("properties").path(field.getKey());
        JsonNode of = property.isMissingNode() ? schema.path("additionalProperties") : property;
        if (of.isObject() && !field.getValue().isNull()) {
          check(
              of,
              field.getValue(),
              old == null ? null : old.get(field.getKey()),
              child(path, field.getKey()));
        }
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        JsonNode item = value.get(i);
        check(schema.path("items"), item, oldItem(schema, item, old), path + "[" + i + "]");
      }
    }
  }

  private void evaluate(
      JsonNode rule, JsonNode schema, JsonNode value, @Nullable JsonNode old, String path) {
    Map<String, Object> variables = CelValues.variables(schema, value, old);
    String text = rule.path("rule").asText();
    try {
      if (!Boolean.TRUE.equals(CelPrograms.of(text).eval(variables))) {
        add(rule, schema, path, message(rule, variables));
      }
    } catch (CelValidationException e) {
      // It uses a function that only Kubernetes has, such as quantity(); docs/local.md says so.
    } catch (CelEvaluationException e) {
      add(rule, schema, path, "rule evaluation error: " + e.getMessage() + " in: " + text);
    }
  }

  private static String message(JsonNode rule, Map<String, Object> variables) {
    String message = rule.path("message").asText("failed rule: " + rule.path("rule").asText());
    String expression = rule.path("messageExpression").asText();
    if (expression.isEmpty()) {
      return message;
    }
    try {
      String result = String.valueOf(CelPrograms.of(expression).eval(variables));
      return result.isBlank() ? message : result;
    } catch (CelValidationException | CelEvaluationException e) {
      return message;
    }
  }

  private void add(JsonNode rule, JsonNode schema, String path, String message) {
    String at = path + rule.path("fieldPath").asText();
    String field = at.startsWith(".") ? at.substring(1) : at.isEmpty() ? "<nil>" : at;
    String type = schema.path("type").asText("object");
    violations.add(
        switch (rule.path("reason").asText()) {
          case "FieldValueForbidden" -> "%s: Forbidden: %s".formatted(field, message);
          case "FieldValueRequired" -> "%s: Required value: %s".formatted(field, message);
          case "FieldValueDuplicate" -> "%s: Duplicate value: \"%s\"".formatted(field, type);
          default -> "%s: Invalid value: \"%s\": %s".formatted(field, type, message);
        });
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The stored item with the same keys; items of lists without keys do not correspond. */
  private static @Nullable JsonNode oldItem(
      JsonNode schema, JsonNode item, @Nullable JsonNode old) {
    JsonNode keys = schema.path("x-kubernetes-list-map-keys");
    if (old == null || keys.isEmpty()) {
      return null;
    }
    Optional<JsonNode> same =
        StreamSupport.stream(old.spliterator(), false)
            .filter(
                other ->
                    StreamSupport.stream(keys.spliterator(), false)
                        .map(JsonNode::asText)
                        .allMatch(key -> item.path(key).equals(other.path(key))))
            .findFirst();
    return same.orElse(null);
  }
}
