package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.schema.Schema.Field.optional;
import static io.wsfleet.gateway.api.schema.Schema.Field.required;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.Parameter;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Splits a long list into pages; a page starts after the last name of the page before. */
record Paging(int limit, @Nullable String after) {
  private static final int DEFAULT_LIMIT = 100;

  static final Parameter LIMIT =
      Parameter.query(
          "limit",
          Schema.number(1, 1000)
              .with("default", DEFAULT_LIMIT)
              .described("Maximum number of elements in a page"));
  static final Parameter AFTER =
      Parameter.query(
          "after",
          Schema.text().with("maxLength", 256).described("The value of next in the previous page"));

  static Paging of(ApiRequest request) {
    String limit = request.value("limit");
    return new Paging(
        limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit), request.value("after"));
  }

  static Schema schema(String member, Schema each) {
    return Schema.object(
        required(member, Schema.array(each)),
        required(
            "complete",
            Schema.flag().described("Whether all gateways and servers of the fleet answered")),
        optional(
            "next",
            Schema.text()
                .described("The value of after for the next page; absent in the last page")));
  }

  <T> JsonObject page(
      String member, Responses<T> responses, Function<T, String> name, Function<T, ?> toJson) {
    String last = after;
    List<T> rest =
        responses.values().stream()
            .filter(each -> last == null || name.apply(each).compareTo(last) > 0)
            .sorted(Comparator.comparing(name))
            .toList();
    List<T> page = rest.subList(0, Math.min(limit, rest.size()));
    JsonArray array = new JsonArray();
    page.forEach(each -> array.add(toJson.apply(each)));
    JsonObject json = new JsonObject().put(member, array).put("complete", responses.complete());
    if (rest.size() > page.size()) {
      json.put("next", name.apply(page.get(page.size() - 1)));
    }
    return json;
  }
}
