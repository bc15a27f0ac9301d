package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.schema.Schema.Field.required;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.Operation.ResponseSpec;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** All operations; the routes and the OpenAPI description are made from this table. */
final class Operations {
  private Operations() {}

  static List<Operation> of(String gateway, ClusterClient clusterClient, JsonText json) {
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new EventOperations(clusterClient, json).operations());
    operations.addAll(new SocketOperations(clusterClient).operations());
    operations.add(health(gateway, clusterClient));
    operations.add(description(() -> OpenApi.describe(operations)));
    return List.copyOf(operations);
  }

  private static Operation health(String gateway, ClusterClient clusterClient) {
    return new Operation(
        HttpMethod.GET,
        "/v1/health",
        "getHealth",
        "Returns whether the gateway is connected to the bus",
        "Needs no token.",
        true,
        List.of(),
        null,
        new ResponseSpec(
            200,
            "The gateway answers",
            Schema.object(
                    required("gateway", Schema.text().described("The name of the gateway")),
                    required("bus", Schema.text().described("InMemory, Connecting or Connected")))
                .named("Health")),
        List.of(),
        apiRequest ->
            CompletableFuture.completedStage(
                ApiResponse.of(
                    new JsonObject()
                        .put("gateway", gateway)
                        .put("bus", clusterClient.bus().state().label()))));
  }

  private static Operation description(Supplier<JsonObject> description) {
    return new Operation(
        HttpMethod.GET,
        "/openapi.json",
        "getDescription",
        "Returns this description",
        "OpenAPI 3.1 as JSON. Needs no token.",
        true,
        List.of(),
        null,
        new ResponseSpec(200, "The description", Schema.object()),
        List.of(),
        apiRequest -> CompletableFuture.completedStage(ApiResponse.of(description.get())));
  }
}
