package io.wsfleet.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts JSON to the values of CEL, with the names of fields escaped as in Kubernetes. */
final class CelValues {
  private static final Set<String> RESERVED =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private CelValues() {}

  static Map<String, Object> variables(JsonNode schema, JsonNode value, @Nullable JsonNode old) {
    return old == null
        ? Map.of("self", convert(schema, value))
        : Map.of("self", convert(schema, value), "oldSelf", convert(schema, old));
  }

  private static Object convert(JsonNode schema, JsonNode value) {
    if (value.isObject()) {
      Map<String, Object> object = new HashMap<>();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JsonNode property = schema.path("properties").path(field.getKey());
        boolean isDeclared = !property.isMissingNode();
        if (!field.getValue().isNull()) {
          object.put(
              isDeclared ? escaped(field.getKey()) : field.getKey(),
              convert(
                  isDeclared ? property : schema.path("additionalProperties"), field.getValue()));
        }
      }
      return object;
    }
    if (value.isArray()) {
      List<Object> list = new ArrayList<>();
      value.forEach(item -> list.add(convert(schema.path("items"), item)));
      return list;
    }
    if (value.isNumber()) {
      boolean isDouble = schema.path("type").asText().equals("number") || !value.isIntegralNumber();
      return isDouble ? (Object) value.doubleValue() : (Object) value.longValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }

  private static String escaped(String name) {
    if (RESERVED.contains(name)) {
      return "__" + name + "__";
    }
    return name.replace("__", "__underscores__")
        .replace(".", "__dot__")
        .replace("-", "__dash__")
        .replace("/", "__slash__");
  }
}
