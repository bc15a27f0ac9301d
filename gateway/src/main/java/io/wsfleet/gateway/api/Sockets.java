package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.Schema.Field.optional;
import static io.wsfleet.gateway.api.Schema.Field.required;

import io.vertx.core.http.HttpMethod;
import io.wsfleet.gateway.api.Operation.Answer;
import io.wsfleet.gateway.api.Problem.Kind;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Operations on sockets: who is there, in which rooms, and who is to be there no longer. */
final class Sockets {
  private final Fleet fleet;

  Sockets(Fleet fleet) {
    this.fleet = fleet;
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
            Parameter.query("namespace", Vocabulary.NAMESPACE),
            Parameter.repeatable(
                "room", Vocabulary.ROOM.described("Only sockets in this room; several: in any")),
            Parameter.repeatable(
                "except", Vocabulary.ROOM.described("No sockets in this room; several: in none")),
            Paging.LIMIT,
            Paging.AFTER),
        null,
        new Answer(
            200, "A page of sockets", Paging.schema("sockets", SocketJson.SCHEMA).named("Sockets")),
        List.of(Kind.INVALID),
        call ->
            fleet
                .ask()
                .fetchSockets(
                    new Audience(
                        call.one("namespace", NamespaceMatcher.MAIN),
                        Set.copyOf(call.all("room")),
                        Set.copyOf(call.all("except"))))
                .thenApply(
                    responses ->
                        Reply.of(
                            Paging.of(call)
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
            Parameter.query("namespace", Vocabulary.NAMESPACE)),
        null,
        new Answer(200, "The socket", SocketJson.SCHEMA),
        List.of(Kind.INVALID, Kind.NOT_FOUND, Kind.FLEET_INCOMPLETE),
        call -> {
          String id = call.one("id", "");
          String namespace = call.one("namespace", NamespaceMatcher.MAIN);
          return fleet
              .ask()
              .fetchSockets(Audience.room(namespace, id))
              .thenApply(responses -> Reply.of(SocketJson.of(only(id, namespace, responses))));
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
        roomsOfSome("Join"),
        new Answer(204, "The bus has taken it", null),
        List.of(Kind.INVALID, Kind.BUS_UNAVAILABLE),
        call ->
            fleet.tell(
                new BusMessage.Join(
                    Vocabulary.audience(call.json()),
                    Set.copyOf(Vocabulary.names(call.json(), "rooms")))));
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
        roomsOfSome("Leave"),
        new Answer(204, "The bus has taken it", null),
        List.of(Kind.INVALID, Kind.BUS_UNAVAILABLE),
        call ->
            fleet.tell(
                new BusMessage.Leave(
                    Vocabulary.audience(call.json()),
                    Set.copyOf(Vocabulary.names(call.json(), "rooms")))));
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
                optional("namespace", Vocabulary.NAMESPACE),
                required("to", Vocabulary.TO),
                optional(
                    "connection",
                    Schema.flag()
                        .with("default", false)
                        .described("Whether to close the connection, and so all its namespaces")))
            .named("Disconnect"),
        new Answer(204, "The bus has taken it", null),
        List.of(Kind.INVALID, Kind.BUS_UNAVAILABLE),
        call ->
            fleet.tell(
                new BusMessage.Disconnect(
                    Vocabulary.audience(call.json()),
                    call.json().getBoolean("connection", false))));
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
        List.of(Parameter.query("namespace", Vocabulary.NAMESPACE), Paging.LIMIT, Paging.AFTER),
        null,
        new Answer(200, "A page of names", Paging.schema("rooms", Schema.text()).named("Rooms")),
        List.of(Kind.INVALID),
        call ->
            fleet
                .ask()
                .allRooms(call.one("namespace", NamespaceMatcher.MAIN))
                .thenApply(
                    responses ->
                        Reply.of(
                            Paging.of(call)
                                .page(
                                    "rooms",
                                    responses,
                                    Function.identity(),
                                    Function.identity()))));
  }

  private static Schema roomsOfSome(String name) {
    return Schema.object(
            optional("namespace", Vocabulary.NAMESPACE),
            required("to", Vocabulary.TO),
            required("rooms", Vocabulary.ROOMS.described("The rooms")))
        .named(name);
  }

  private static RemoteSocket only(String id, String namespace, Responses<RemoteSocket> responses) {
    for (RemoteSocket remoteSocket : responses.values()) {
      // Others may have joined a room of this name.
      if (remoteSocket.id().equals(id)) {
        return remoteSocket;
      }
    }
    throw new Refused(
        responses.complete()
            ? Problem.of(
                Kind.NOT_FOUND, "there is no socket " + id + " in the namespace " + namespace)
            : Problem.of(
                Kind.FLEET_INCOMPLETE,
                "those that answered have no such socket, but not all did; try again"));
  }
}
