package io.wsfleet.gateway.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object in a setting. Errors name its path in the setting. */
record ConfigNode(String path, JsonNode node) {

  String text(String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw error(field + " must be a non-empty string");
    }
    return value.textValue();
  }

  String text(String field, String defaultValue) {
    return has(field) ? text(field) : defaultValue;
  }

  boolean bool(String field) {
    JsonNode value = node.path(field);
    if (has(field) && !value.isBoolean()) {
      throw error(field + " must be true or false");
    }
    return value.asBoolean();
  }

  int positiveInt(String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
      throw error(field + " must be a whole number of at least 1");
    }
    return value.intValue();
  }

  /** Returns the JSON of a field, which may be JSON's null; null if there is no such field. */
  @Nullable String json(String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() ? null : value.toString();
  }

  /** Returns the object in a field; null if there is none. */
  @Nullable ConfigNode object(String field) {
    if (!has(field)) {
      return null;
    }
    ConfigNode inner = new ConfigNode(path + "." + field, node.path(field));
    if (!node.path(field).isObject()) {
      throw inner.error("must be an object");
    }
    return inner;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** Throws if there is a field that the model does not have. */
  void requireOnly(Class<? extends Record> model) {
    List<String> fields =
        Arrays.stream(model.getRecordComponents()).map(RecordComponent::getName).toList();
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!fields.contains(field)) {
                throw error(
                    "unknown field \"" + field + "\"; allowed: " + String.join(", ", fields));
              }
            });
  }

  IllegalArgumentException error(String what) {
    return new IllegalArgumentException(path + ": " + what);
  }
}
