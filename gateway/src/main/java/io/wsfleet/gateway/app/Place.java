package io.wsfleet.gateway.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in a setting, read field by field; what is wrong with one is said with its place.
 */
record Place(String path, JsonNode node) {

  String text(String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(field + " is missing, empty or no text");
    }
    return value.textValue();
  }

  String text(String field, String otherwise) {
    return has(field) ? text(field) : otherwise;
  }

  boolean flag(String field) {
    JsonNode value = node.path(field);
    if (has(field) && !value.isBoolean()) {
      throw wrong(field + " is neither true nor false");
    }
    return value.asBoolean();
  }

  int atLeastOne(String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
      throw wrong(field + " is not a whole number of at least 1");
    }
    return value.intValue();
  }

  /** Any JSON, null included; null, as a reference, if the field is not there. */
  @Nullable String json(String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() ? null : value.toString();
  }

  /** The object in a field, or null if there is none. */
  @Nullable Place inner(String field) {
    if (!has(field)) {
      return null;
    }
    Place inner = new Place(path + "." + field, node.path(field));
    if (!node.path(field).isObject()) {
      throw inner.wrong("it is not an object");
    }
    return inner;
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** Refuses every field but these. */
  void only(String... fields) {
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!List.of(fields).contains(field)) {
                throw wrong(
                    "\"" + field + "\" is unknown; " + String.join(", ", fields) + " are possible");
              }
            });
  }

  IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(path + ": " + what);
  }
}
