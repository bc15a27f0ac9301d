package reference;

import io.wsfleet.handlers.Ack;
import io.wsfleet.handlers.Admission;
import io.wsfleet.handlers.ConnectRequest;
import io.wsfleet.handlers.Event;
import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Handlers;
import io.wsfleet.handlers.Server;
import io.wsfleet.handlers.Socket;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The namespaces /handled and /closed of e2e/node/reference/app.js, as an extension. The test
 * compiles it against the gateway's jar.
 */
public final class ReferenceApplication implements Extension {
  private static final Value WATCHED = Value.of(Map.of("watched", true));

  private Server server;

  private record Who(Value auth, String namespace) {}

  private record Details(int code, List<String> hint) {}

  @Override
  public void start(Server startedOn) {
    server = startedOn;
    server
        .handlers("/handled")
        .onConnect(socket -> socket.emit("welcome", socket.handshake().auth()))
        .on("who", event -> Ack.now(who(event)))
        .on("question", this::question)
        .on("askAll", this::askAll)
        .on("out", event -> disconnect(event, false))
        .on("off", event -> disconnect(event, true))
        .on("watchMe", ReferenceApplication::watch)
        .onDisconnect(this::emitLeftIfWatched);
    server
        .handlers("/closed")
        .admit(connectRequest -> admission(connectRequest).now())
        .on("echo", event -> Ack.now(event.arguments().toArray()));
  }

  private static Who who(Event event) {
    return new Who(event.socket().handshake().auth(), event.socket().namespace());
  }

  private CompletionStage<Ack> question(Event event) {
    return event
        .socket()
        .emitWithAck(Duration.ofSeconds(1), "asked", event.arguments().toArray())
        .handle(
            (ack, failure) ->
                failure == null
                    ? event.socket().emit("answered", ack)
                    : event.socket().emit("unanswered"))
        .thenCompose(sent -> Ack.none());
  }

  private CompletionStage<Ack> askAll(Event event) {
    return server
        .of("/handled")
        .everyone()
        .emitWithAck(Duration.ofSeconds(4), "asked", event.arguments().toArray())
        .thenCompose(ackResponses -> event.socket().emit("allAnswered", ackResponses.values()))
        .thenCompose(sent -> Ack.none());
  }

  private static CompletionStage<Ack> watch(Event event) {
    event.socket().data(WATCHED);
    return Ack.now();
  }

  private CompletionStage<?> emitLeftIfWatched(Socket socket, String reason) {
    return socket.data().equals(WATCHED)
        ? server.of("/handled").everyone().emit("left", reason)
        : Handlers.done();
  }

  private static CompletionStage<Ack> disconnect(Event event, boolean closeConnection) {
    event.socket().disconnect(closeConnection);
    return Ack.none();
  }

  private static Admission admission(ConnectRequest connectRequest) {
    Value token =
        connectRequest.handshake().auth() instanceof Value.Fields auth
            ? auth.fields().getOrDefault("token", Value.NULL)
            : Value.NULL;
    if (token.equals(Value.of("open"))) {
      return Admission.accept();
    }
    return token.equals(Value.of("silent"))
        ? Admission.refuse("not you")
        : Admission.refuse("not you", new Details(7, List.of("ask", "nicely")));
  }
}
