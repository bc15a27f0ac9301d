package io.wsfleet.gateway.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.PublishException;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.handlers.ExtensionSettings;
import io.wsfleet.gateway.handlers.Extensions;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventRouterTest {
  private final CompletableFuture<Void> published = new CompletableFuture<>();
  private final List<String> acknowledged = new ArrayList<>();
  private final Hub hub = new Hub();
  private final EventRouter eventRouter =
      new EventRouter(
          "g",
          RuleParser.rules("V", "[{\"on\":\"say\",\"broadcast\":{\"event\":\"said\"}}]"),
          200,
          new Extensions(
                  "g",
                  new ExtensionSettings(null, 5000, 1, 10, 10),
                  new NamespaceMatcher(List.of()),
                  bus(),
                  hub)
              .invoker(),
          hub,
          bus());

  @Test
  void acknowledgesAnEventWhenTheBusHasAcceptedIt() {
    eventRouter.onEvent(sender(), Event.of("say", "1"), 7);
    assertEquals(List.of(), acknowledged);
    published.complete(null);
    assertEquals(List.of("7[]"), acknowledged);
    assertEquals(0, eventRouter.unacknowledged());
  }

  @Test
  void doesNotAcknowledgeAnEventThatTheBusHasNotAccepted() {
    eventRouter.onEvent(sender(), Event.of("say", "1"), 7);
    published.completeExceptionally(new PublishException("Redis is unavailable"));
    assertEquals(List.of(), acknowledged);
    assertEquals(1, eventRouter.unacknowledged());
  }

  /** A bus whose every method returns the stage {@code published}. */
  private Bus bus() {
    return (Bus)
        Proxy.newProxyInstance(
            Bus.class.getClassLoader(),
            new Class<?>[] {Bus.class},
            (self, method, args) -> published);
  }

  private Socket sender() {
    SocketSender socketSender =
        new SocketSender() {
          @Override
          public void deliver(Delivery delivery) {}

          @Override
          public void sendAck(long ackId, JsonPayload arguments) {
            acknowledged.add(ackId + arguments.json());
          }

          @Override
          public void disconnect(boolean closeConnection, CloseReason reason) {}
        };
    Handshake handshake = Handshake.of("", "", 0, false, Map.of());
    Socket socket = new Socket("anna", "/", handshake, "{}", socketSender);
    hub.add(socket);
    return socket;
  }
}
