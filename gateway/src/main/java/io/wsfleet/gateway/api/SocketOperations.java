package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.schema.Schema.Field.optional;
import static io.wsfleet.gateway.api.schema.Schema.Field.required;

import io.vertx.core.http.HttpMethod;
import io.wsfleet.gateway.api.Operation.ResponseSpec;
import io.wsfleet.gateway.api.Problem.Kind;
import io.wsfleet.gateway.api.schema.Parameter;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Operations on sockets: who is there, in which rooms, and who is to be there no longer. */
final class SocketOperations {
  private final ClusterClient client;

  SocketOperations(ClusterClient clusterClient) {
    this.client = clusterClient;
  }

  List<Operation> operations() {
    return List.of(list(), get(), join(), leave(), disconnect(), rooms());
  }

  private Operation list() {
    return new Operation(
        HttpMethod.GET,
        "/v1/sockets",
        "listSockets",
        "Lists sockets",
        "Those of a namespace, or those in any of some rooms, from all gateways, ordered by id. A"
            + " page ends with next as long as there are more; give it as after to go on.",
        false,
        List.of(
            Parameter.query("namespace", CommonSchemas.NAMESPACE),
            Parameter.repeatable(
                "room", CommonSchemas.ROOM.described("Only sockets in this room; several: in any")),
            Parameter.repeatable(
                "except",
                CommonSchemas.ROOM.described("No sockets in this room; several: in none")),
            Paging.LIMIT,
            Paging.AFTER),
        null,
        new ResponseSpec(
            200, "A page of sockets", Paging.schema("sockets", SocketJson.SCHEMA).named("Sockets")),
        List.of(Kind.INVALID),
        request ->
            client
                .queries()
                .fetchSockets(
                    new Audience(
                        request.value("namespace", NamespaceMatcher.MAIN),
                        Set.copyOf(request.values("room")),
                        Set.copyOf(request.values("except"))))
                .thenApply(
                    responses ->
                        ApiResponse.of(
                            Paging.of(request)
                                .page("sockets", responses, RemoteSocket::id, SocketJson::of))));
  }

  private Operation get() {
    return new Operation(
        HttpMethod.GET,
        "/v1/sockets/{id}",
        "getSocket",
        "Gives one socket",
        "Its rooms, its data, and how its client came.",
        false,
        List.of(
            Parameter.path("id", Schema.name(256).described("The socket's id")),
            Parameter.query("namespace", CommonSchemas.NAMESPACE)),
        null,
        new ResponseSpec(200, "The socket", SocketJson.SCHEMA),
        List.of(Kind.INVALID, Kind.NOT_FOUND, Kind.FLEET_INCOMPLETE),
        request -> {
          String id = request.value("id", "");
          String namespace = request.value("namespace", NamespaceMatcher.MAIN);
          return client
              .queries()
              .fetchSockets(Audience.room(namespace, id))
              .thenApply(
                  responses -> ApiResponse.of(SocketJson.of(only(id, namespace, responses))));
        });
  }

  private Operation join() {
    return new Operation(
        HttpMethod.POST,
        "/v1/sockets/join",
        "joinRooms",
        "Puts sockets into rooms",
        "Whoever belongs to the audience when a gateway hears of it; those that are in a room"
            + " already stay there.",
        false,
        List.of(),
        roomChange("Join"),
        new ResponseSpec(204, "The bus has taken it", null),
        List.of(Kind.INVALID, Kind.BUS_UNAVAILABLE),
        request ->
            client.publish(
                new BusMessage.Join(
                    CommonSchemas.audience(request.json()),
                    Set.copyOf(CommonSchemas.names(request.json(), "rooms")))));
  }

  private Operation leave() {
    return new Operation(
        HttpMethod.POST,
        "/v1/sockets/leave",
        "leaveRooms",
        "Takes sockets out of rooms",
        "Whoever belongs to the audience when a gateway hears of it.",
        false,
        List.of(),
        roomChange("Leave"),
        new ResponseSpec(204, "The bus has taken it", null),
        List.of(Kind.INVALID, Kind.BUS_UNAVAILABLE),
        request ->
            client.publish(
                new BusMessage.Leave(
                    CommonSchemas.audience(request.json()),
                    Set.copyOf(CommonSchemas.names(request.json(), "rooms")))));
  }

  private Operation disconnect() {
    return new Operation(
        HttpMethod.POST,
        "/v1/sockets/disconnect",
        "disconnectSockets",
        "Disconnects sockets",
        "From their namespace, or with their whole connections. Their clients do not come back by"
            + " themselves when they are told that a server disconnected them.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                required("to", CommonSchemas.TO),
                optional(
                    "connection",
                    Schema.flag()
                        .with("default", false)
                        .described("Whether to close the connection, and so all its namespaces")))
            .named("Disconnect"),
        new ResponseSpec(204, "The bus has taken it", null),
        List.of(Kind.INVALID, Kind.BUS_UNAVAILABLE),
        request ->
            client.publish(
                new BusMessage.Disconnect(
                    CommonSchemas.audience(request.json()),
                    request.json().getBoolean("connection", false))));
  }

  private Operation rooms() {
    return new Operation(
        HttpMethod.GET,
        "/v1/rooms",
        "listRooms",
        "Lists the names of rooms",
        "Those of a namespace with at least one socket on any gateway, in alphabetical order. Each"
            + " socket is in a room of its own, which has its id for a name.",
        false,
        List.of(Parameter.query("namespace", CommonSchemas.NAMESPACE), Paging.LIMIT, Paging.AFTER),
        null,
        new ResponseSpec(
            200, "A page of names", Paging.schema("rooms", Schema.text()).named("Rooms")),
        List.of(Kind.INVALID),
        request ->
            client
                .queries()
                .allRooms(request.value("namespace", NamespaceMatcher.MAIN))
                .thenApply(
                    responses ->
                        ApiResponse.of(
                            Paging.of(request)
                                .page(
                                    "rooms",
                                    responses,
                                    Function.identity(),
                                    Function.identity()))));
  }

  private static Schema roomChange(String name) {
    return Schema.object(
            optional("namespace", CommonSchemas.NAMESPACE),
            required("to", CommonSchemas.TO),
            required("rooms", CommonSchemas.ROOMS.described("The rooms")))
        .named(name);
  }

  private static RemoteSocket only(String id, String namespace, Responses<RemoteSocket> responses) {
    for (RemoteSocket remoteSocket : responses.values()) {
      // Others may have joined a room of this name.
      if (remoteSocket.id().equals(id)) {
        return remoteSocket;
      }
    }
    throw new ProblemException(
        responses.complete()
            ? Problem.of(
                Kind.NOT_FOUND, "there is no socket " + id + " in the namespace " + namespace)
            : Problem.of(
                Kind.FLEET_INCOMPLETE,
                "those that answered have no such socket, but not all did; try again"));
  }
}
