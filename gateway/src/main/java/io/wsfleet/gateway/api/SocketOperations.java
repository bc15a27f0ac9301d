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

/** The operations that list and change sockets and rooms. */
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
        "Returns the sockets of a namespace, or only those in some rooms, from all gateways and"
            + " ordered by id. If there are more, the page has next; pass it as after.",
        false,
        List.of(
            Parameter.query("namespace", CommonSchemas.NAMESPACE),
            Parameter.repeatable(
                "room",
                CommonSchemas.ROOM.described(
                    "Only sockets in this room; may occur several times, for sockets in any of the"
                        + " rooms")),
            Parameter.repeatable(
                "except",
                CommonSchemas.ROOM.described(
                    "Excludes sockets in this room; may occur several times")),
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
        "Returns a socket",
        "Returns its rooms, its data and its handshake.",
        false,
        List.of(
            Parameter.path("id", Schema.name(256).described("The id of the socket")),
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
        "Makes sockets join rooms",
        "Applies to the sockets that are in the audience when a gateway receives the message.",
        false,
        List.of(),
        roomChange("Join"),
        new ResponseSpec(204, "The bus has accepted the message", null),
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
        "Makes sockets leave rooms",
        "Applies to the sockets that are in the audience when a gateway receives the message.",
        false,
        List.of(),
        roomChange("Leave"),
        new ResponseSpec(204, "The bus has accepted the message", null),
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
        "Disconnects sockets from their namespace, or closes their connections. Socket.IO clients"
            + " do not reconnect by themselves after that.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                required("to", CommonSchemas.TO),
                optional(
                    "connection",
                    Schema.flag()
                        .with("default", false)
                        .described(
                            "Whether to close the connection, and with it the sockets in other"
                                + " namespaces")))
            .named("Disconnect"),
        new ResponseSpec(204, "The bus has accepted the message", null),
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
        "Lists rooms",
        "Returns the names of the rooms of a namespace that have sockets on any gateway, in"
            + " alphabetical order. The id of each socket is the name of a room too.",
        false,
        List.of(Parameter.query("namespace", CommonSchemas.NAMESPACE), Paging.LIMIT, Paging.AFTER),
        null,
        new ResponseSpec(
            200, "A page of room names", Paging.schema("rooms", Schema.text()).named("Rooms")),
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
      // Other sockets may be in a room of this name.
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
                "no server that answered has this socket, but not all answered; retry"));
  }
}
