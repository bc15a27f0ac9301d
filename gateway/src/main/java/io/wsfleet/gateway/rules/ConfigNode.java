package io.wsfleet.gateway.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in a setting, read field by field; what is wrong with one is said with its place.
 */
record ConfigNode(String path, JsonNode node) {

  String text(String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw error(field + " is missing, empty or no text");
    }
    return value.textValue();
  }

  String text(String field, String defaultValue) {
    return has(field) ? text(field) : defaultValue;
  }

  boolean bool(String field) {
    JsonNode value = node.path(field);
    if (has(field) && !value.isBoolean()) {
      throw error(field + " is neither true nor false");
    }
    return value.asBoolean();
  }

  int positiveInt(String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
      throw error(field + " is not a whole number of at least 1");
    }
    return value.intValue();
  }

  /** Any JSON, null included; null, as a reference, if the field is not there. */
  @Nullable String json(String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() ? null : value.toString();
  }

  /** The object in a field, or null if there is none. */
  @Nullable ConfigNode object(String field) {
    if (!has(field)) {
      return null;
    }
    ConfigNode inner = new ConfigNode(path + "." + field, node.path(field));
    if (!node.path(field).isObject()) {
      throw inner.error("it is not an object");
    }
    return inner;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** Refuses every field but these. */
  void requireOnly(String... fields) {
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!List.of(fields).contains(field)) {
                throw error(
                    "\"" + field + "\" is unknown; " + String.join(", ", fields) + " are possible");
              }
            });
  }

  IllegalArgumentException error(String what) {
    return new IllegalArgumentException(path + ": " + what);
  }
}
