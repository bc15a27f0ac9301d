package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, once it has been held against its operation.
 *
 * @param parameters of the path and after the question mark, each with its values
 */
record Call(Map<String, List<String>> parameters, Body body) {

  JsonObject json() {
    return body.object();
  }

  List<String> all(String parameter) {
    return parameters.getOrDefault(parameter, List.of());
  }

  @Nullable String one(String parameter) {
    List<String> values = all(parameter);
    return values.isEmpty() ? null : values.get(0);
  }

  String one(String parameter, String otherwise) {
    String value = one(parameter);
    return value == null ? otherwise : value;
  }
}
