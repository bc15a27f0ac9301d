package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Ack;
import io.wsfleet.handlers.Admission;
import io.wsfleet.handlers.ConnectRequest;
import io.wsfleet.handlers.Event;
import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Handlers;
import io.wsfleet.handlers.Namespace;
import io.wsfleet.handlers.RemoteSocket;
import io.wsfleet.handlers.Server;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** An extension that uses most of the API; tests pack it into a jar. */
public final class TestExtension implements Extension {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Namespace play;

  @Override
  public void start(Server server) {
    play = server.of("/play");
    server
        .handlers("/play")
        .admit(TestExtension::admit)
        .onConnect(socket -> socket.emit("hello", socket.data(), socket.recovered()))
        .on("echo", event -> Ack.now(event.arguments().toArray()))
        .on("whoami", event -> Ack.now(event.socket().id(), event.socket().rooms()))
        .on("note", TestExtension::note)
        .on("data", event -> Ack.now(event.socket().data()))
        .on("join", TestExtension::join)
        .on("tell", event -> room(event).thenApply(done -> Ack.of("told")))
        .on("all", event -> play.everyone().emit("heard", "all").thenApply(done -> Ack.of()))
        .on(
            "others",
            event -> event.socket().broadcast().emit("heard", "o").thenApply(x -> Ack.of()))
        .on(
            "volatile",
            event -> play.everyone().volatileEmit("heard", "v").thenApply(x -> Ack.of()))
        .on("near", event -> play.everyone().local().emit("heard", "n").thenApply(x -> Ack.of()))
        .on("quiz", TestExtension::quiz)
        .on("census", this::census)
        .on("servers", this::servers)
        .on("fail", TestExtension::fail)
        .on("never", event -> new CompletableFuture<>())
        .on("silent", event -> Ack.none())
        .on("slow", TestExtension::slow)
        .on("leave", event -> leave(event))
        .on("see", event -> Ack.now(hidden(event.argument(0).text())))
        .onOther(event -> Ack.now("other", event.name()))
        .onDisconnect(
            (socket, reason) ->
                play.everyone().emit("gone", socket.id(), reason, socket.rooms().contains("hall")))
        .onServerEvent("count", event -> Ack.now(server.gateway(), event.argument(0)));
  }

  private static CompletionStage<Admission> admit(ConnectRequest connectRequest) throws Exception {
    switch (connectRequest.handshake().auth().get("as").text()) {
      case "thief":
        return Admission.refuse("go away", Map.of("code", 7)).now();
      case "broken":
        throw new IllegalStateException("a secret of the server");
      case "sleepy":
        return new CompletableFuture<>();
      case "late":
        return CompletableFuture.supplyAsync(
            Admission::accept, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
      default:
        return Admission.accept()
            .data(Map.of("name", connectRequest.handshake().auth().get("as")))
            .join("guests")
            .now();
    }
  }

  private static CompletionStage<Ack> note(Event event) {
    event.socket().data(Map.of("note", event.argument(0)));
    return Ack.now();
  }

  private static CompletionStage<Ack> join(Event event) {
    event.socket().join(event.argument(0).text());
    return Ack.now();
  }

  private CompletionStage<Void> room(Event event) {
    List<String> except =
        event.argument(1).isNull() ? List.of() : List.of(event.argument(1).text());
    return play.to(event.argument(0).text())
        .except(except.toArray(String[]::new))
        .emit("heard", event.argument(0), new byte[] {1, 2, 3});
  }

  private static CompletionStage<Ack> quiz(Event event) {
    return event
        .socket()
        .emitWithAck(TIMEOUT, "question", 6, 7)
        .thenApply(answer -> Ack.of(answer.integer() == 42 ? "right" : "wrong"));
  }

  private CompletionStage<Ack> census(Event event) {
    return play.to("guests")
        .fetchSockets()
        .thenApply(sockets -> Ack.of(sockets.stream().map(RemoteSocket::data).toList()));
  }

  private CompletionStage<Ack> servers(Event event) {
    return play.serverSideEmitWithAck(TIMEOUT, "count", 5)
        .thenApply(ackResponses -> Ack.of(ackResponses.values(), ackResponses.complete()));
  }

  private static CompletionStage<Ack> fail(Event event) {
    throw new IllegalStateException("with a\nline break");
  }

  private static CompletionStage<Ack> slow(Event event) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(event.argument(0).integer());
    return Ack.now("slow");
  }

  private static CompletionStage<Ack> leave(Event event) {
    event.socket().disconnect(event.argument(0).bool());
    return Handlers.done().thenApply(done -> Ack.of());
  }

  private static List<Boolean> hidden(String... classes) {
    return Arrays.stream(classes)
        .map(
            name -> {
              try {
                Class.forName(name, false, TestExtension.class.getClassLoader());
                return false;
              } catch (ClassNotFoundException e) {
                return true;
              }
            })
        .toList();
  }
}
