package io.wsfleet.e2e.extension;

import io.wsfleet.handlers.Ack;
import io.wsfleet.handlers.AckResponses;
import io.wsfleet.handlers.Admission;
import io.wsfleet.handlers.BroadcastOperator;
import io.wsfleet.handlers.Event;
import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Namespace;
import io.wsfleet.handlers.RemoteSocket;
import io.wsfleet.handlers.Server;
import io.wsfleet.handlers.ServerEvent;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The operations of {@code e2e/node/operations.js}, for gateways. */
public final class AdapterOperations implements Extension {
  private final Map<String, List<Value>> heard = new ConcurrentHashMap<>();
  private String gateway = "";

  @Override
  public void start(Server server) {
    gateway = server.gateway();
    for (String namespaces : List.of("/", "/chat", "/tenant-*")) {
      server
          .handlers(namespaces)
          .admit(
              connectRequest ->
                  Admission.accept()
                      .data(Map.of("name", connectRequest.handshake().auth().get("name")))
                      .now())
          .on("operate", event -> operate(server.of(event.socket().namespace()), event))
          .onServerEvent("news", this::news)
          .onServerEvent("who", this::who);
    }
  }

  private CompletionStage<Ack> news(ServerEvent news) {
    keep(news.namespace()).add(Value.of(news.arguments()));
    return Ack.none();
  }

  private CompletionStage<Ack> who(ServerEvent who) {
    return Ack.now(Map.of("name", gateway, "args", who.arguments()));
  }

  private CompletionStage<Ack> operate(Namespace namespace, Event event) {
    Value it = event.argument(0);
    return switch (it.get("do").text()) {
      case "emit" -> done(emit(among(namespace, it), it));
      case "emitOddities" -> done(among(namespace, it).emit("odd", oddities()));
      case "join" -> done(among(namespace, it).socketsJoin(texts(it.get("into"))));
      case "leave" -> done(among(namespace, it).socketsLeave(texts(it.get("from"))));
      case "disconnect" -> done(among(namespace, it).disconnectSockets(it.get("close").bool()));
      case "sockets" ->
          among(namespace, it)
              .fetchSockets()
              .thenApply(all -> Ack.of(all.stream().map(AdapterOperations::described).toList()));
      case "rooms" -> namespace.allRooms().thenApply(Ack::of);
      case "ask" ->
          among(namespace, it)
              .emitWithAck(
                  Duration.ofMillis(it.get("timeout").integer()),
                  it.get("event").text(),
                  arguments(it.get("args")))
              .thenApply(AdapterOperations::answers);
      case "tellServers" ->
          done(namespace.serverSideEmit(it.get("event").text(), arguments(it.get("args"))));
      case "askServers" ->
          namespace
              .serverSideEmitWithAck(
                  Duration.ofSeconds(4), it.get("event").text(), arguments(it.get("args")))
              .thenApply(AdapterOperations::answers);
      case "heard" -> {
        List<Value> all = keep(namespace);
        synchronized (all) {
          Ack ack = Ack.of(List.copyOf(all));
          all.clear();
          yield CompletableFuture.completedFuture(ack);
        }
      }
      default -> throw new IllegalArgumentException("unknown: " + it);
    };
  }

  private static CompletionStage<Void> emit(BroadcastOperator broadcastOperator, Value it) {
    String event = it.get("event").text();
    Object[] arguments = arguments(it.get("args"));
    return it.get("droppable").isNull()
        ? broadcastOperator.emit(event, arguments)
        : broadcastOperator.volatileEmit(event, arguments);
  }

  // The same as there; what JavaScript has more words for is written as it would be.
  private static Object[] oddities() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("since", "2001-09-09T01:46:40.000Z");
    object.put("deep", List.of(new byte[] {3}));
    object.put("large", 1L << 40);
    object.put("half", 0.5);
    return new Object[] {
      "1970-01-01T00:00:00.000Z", Value.NULL, new byte[] {1, 2}, Value.NULL, object
    };
  }

  private static BroadcastOperator among(Namespace namespace, Value it) {
    String[] rooms = texts(it.get("rooms"));
    String[] except = texts(it.get("except"));
    BroadcastOperator broadcastOperator =
        rooms.length == 0 ? namespace.everyone() : namespace.to(rooms);
    if (except.length > 0) {
      broadcastOperator = broadcastOperator.except(except);
    }
    return it.get("local").isNull() ? broadcastOperator : broadcastOperator.local();
  }

  private List<Value> keep(Namespace namespace) {
    return heard.computeIfAbsent(
        namespace.name(), name -> Collections.synchronizedList(new ArrayList<>()));
  }

  private static Map<String, Object> described(RemoteSocket socket) {
    return Map.of(
        "id", socket.id(),
        "rooms", socket.rooms().stream().sorted().toList(),
        "data", socket.data(),
        "auth", socket.handshake().auth(),
        "query", socket.handshake().query().getOrDefault("EIO", ""));
  }

  private static Ack answers(AckResponses ackResponses) {
    return Ack.of(Map.of("complete", ackResponses.complete(), "values", ackResponses.values()));
  }

  private static CompletionStage<Ack> done(CompletionStage<Void> stage) {
    return stage.thenApply(nothing -> Ack.of((Object) null));
  }

  private static Object[] arguments(Value list) {
    return list.list().toArray();
  }

  private static String[] texts(Value list) {
    return list.isNull()
        ? new String[0]
        : list.list().stream().map(Value::text).toArray(String[]::new);
  }
}
