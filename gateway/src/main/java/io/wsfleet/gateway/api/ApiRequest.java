package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that has been validated against its operation.
 *
 * @param parameters of the path and the query, each with its values
 */
record ApiRequest(Map<String, List<String>> parameters, RequestBody body) {

  JsonObject json() {
    return body.object();
  }

  List<String> values(String parameter) {
    return parameters.getOrDefault(parameter, List.of());
  }

  @Nullable String value(String parameter) {
    List<String> values = values(parameter);
    return values.isEmpty() ? null : values.get(0);
  }

  String value(String parameter, String defaultValue) {
    String value = value(parameter);
    return value == null ? defaultValue : value;
  }
}
