package reference;

import io.wsfleet.handlers.Admission;
import io.wsfleet.handlers.Candidate;
import io.wsfleet.handlers.Event;
import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Fleet;
import io.wsfleet.handlers.Handlers;
import io.wsfleet.handlers.Reply;
import io.wsfleet.handlers.Socket;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What e2e/node/reference/app.js does in the namespaces /handled and /closed. It is compiled by the
 * test against the gateway's jar, as an extension may be.
 */
public final class ReferenceApplication implements Extension {
  private static final Value WATCHED = Value.of(Map.of("watched", true));

  private Fleet fleet;

  private record Who(Value auth, String namespace) {}

  private record Details(int code, List<String> hint) {}

  @Override
  public void start(Fleet theFleet) {
    fleet = theFleet;
    fleet
        .handlers("/handled")
        .onConnect(socket -> socket.emit("welcome", socket.handshake().auth()))
        .on("who", event -> Reply.now(who(event)))
        .on("question", this::question)
        .on("askAll", this::askAll)
        .on("out", event -> disconnect(event, false))
        .on("off", event -> disconnect(event, true))
        .on("watchMe", ReferenceApplication::watch)
        .onDisconnect(this::tellIfWatched);
    fleet
        .handlers("/closed")
        .admit(candidate -> admission(candidate).now())
        .on("echo", event -> Reply.now(event.arguments().toArray()));
  }

  private static Who who(Event event) {
    return new Who(event.socket().handshake().auth(), event.socket().namespace());
  }

  private CompletionStage<Reply> question(Event event) {
    return event
        .socket()
        .ask(Duration.ofSeconds(1), "asked", event.arguments().toArray())
        .handle(
            (answer, failure) ->
                failure == null
                    ? event.socket().emit("answered", answer)
                    : event.socket().emit("unanswered"))
        .thenCompose(said -> Reply.none());
  }

  private CompletionStage<Reply> askAll(Event event) {
    return fleet
        .namespace("/handled")
        .everyone()
        .ask(Duration.ofSeconds(4), "asked", event.arguments().toArray())
        .thenCompose(answers -> event.socket().emit("allAnswered", answers.values()))
        .thenCompose(said -> Reply.none());
  }

  private static CompletionStage<Reply> watch(Event event) {
    event.socket().data(WATCHED);
    return Reply.now();
  }

  private CompletionStage<?> tellIfWatched(Socket socket, String reason) {
    return socket.data().equals(WATCHED)
        ? fleet.namespace("/handled").everyone().emit("left", reason)
        : Handlers.done();
  }

  private static CompletionStage<Reply> disconnect(Event event, boolean closeConnection) {
    event.socket().disconnect(closeConnection);
    return Reply.none();
  }

  private static Admission admission(Candidate candidate) {
    Value token =
        candidate.handshake().auth() instanceof Value.Fields auth
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
