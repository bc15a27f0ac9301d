package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.handlers.HandlerInvoker;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.server.Admission;
import io.wsfleet.gateway.socketio.server.ConnectRequest;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
import io.wsfleet.gateway.socketio.server.SocketEvents;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Routes the events of clients to rules and handlers. With a rule, an event is acknowledged when
 * the rule has run and the bus has accepted its broadcast, or by the handler if there is one.
 * Without rule and handler it is not acknowledged, as on a Node server without a listener.
 */
public final class EventRouter implements SocketEvents {
  private static final Logger EVENTS = Logger.getLogger("io.wsfleet.events");

  private static final CompletionStage<?> FINISHED = CompletableFuture.completedStage(null);

  private final String gateway;
  private final RuleExecutor ruleExecutor;
  private final HandlerInvoker handlers;
  private final int maxLoggedChars;
  private final Bus bus;
  private final LongAdder events = new LongAdder();
  private final LongAdder unacknowledged = new LongAdder();

  public EventRouter(
      String gateway,
      List<Rule> rules,
      int maxLoggedChars,
      HandlerInvoker handlerInvoker,
      Hub hub,
      Bus bus) {
    this.gateway = gateway;
    this.handlers = handlerInvoker;
    this.ruleExecutor = new RuleExecutor(rules, hub, bus, this::log);
    this.maxLoggedChars = maxLoggedChars;
    this.bus = bus;
  }

  /** Called for an event of a client of this gateway. */
  @Override
  public CompletionStage<?> onEvent(Socket sender, Event event, long ackId) {
    events.increment();
    Rule rule = ruleExecutor.find(sender, event);
    CompletionStage<JsonPayload> applied =
        rule == null ? null : ruleExecutor.apply(rule, sender, event);
    CompletionStage<?> handled = handlers.onEvent(sender, event, ackId);
    if (applied == null) {
      return handled == null ? FINISHED : handled;
    }
    if (handled != null) {
      return applied.thenCombine(handled, (reply, done) -> reply);
    }
    return ackId == Packet.NO_ACK
        ? applied
        : applied.whenComplete((reply, failure) -> acknowledge(sender, ackId, reply));
  }

  // Without an acknowledgement the sender does not know whether the bus has the event.
  private void acknowledge(Socket sender, long ackId, @Nullable JsonPayload reply) {
    if (reply == null) {
      unacknowledged.increment();
    } else {
      sender.sender().sendAck(ackId, reply);
    }
  }

  /** Sends an event to an audience on all gateways. */
  public CompletionStage<Void> broadcast(Event event, Audience audience) {
    return bus.publish(new BusMessage.Broadcast(event, audience, false));
  }

  /**
   * Decides whether a client may connect; the stage never fails. Subscribes to the namespace before
   * the client is accepted.
   */
  @Override
  public CompletionStage<Admission> admit(ConnectRequest connectRequest) {
    return handlers
        .admit(connectRequest.namespace(), connectRequest.handshake())
        .thenCompose(
            admission ->
                admission instanceof Admission.Refuse
                    ? CompletableFuture.completedStage(admission)
                    : subscribe(connectRequest.namespace(), admission));
  }

  private CompletionStage<Admission> subscribe(String namespace, Admission admission) {
    return bus.subscribe(namespace)
        .handle(
            (subscribed, failure) -> failure == null ? admission : Admission.TOO_MANY_NAMESPACES);
  }

  /** Called when a client has connected to a namespace, or has recovered its session. */
  @Override
  public void onConnect(Socket socket, boolean recovered) {
    handlers.onConnect(socket, recovered);
  }

  /** Called when a client has disconnected from a namespace, for whatever reason. */
  @Override
  public void onDisconnect(Socket socket, CloseReason reason) {
    handlers.onDisconnect(socket, reason);
  }

  /** Called for an event of another server. Without a handler it is acknowledged with null. */
  void onServerEvent(String namespace, Event event, Consumer<JsonPayload> onAck) {
    handlers.onServerEvent(namespace, event, onAck);
  }

  /** Returns how many events clients sent. */
  public long events() {
    return events.sum();
  }

  /** Returns how many acknowledgements were not sent because the rule failed. */
  public long unacknowledged() {
    return unacknowledged.sum();
  }

  /** Returns how many events had a first argument that is not a valid room name. */
  public long invalidRooms() {
    return ruleExecutor.invalidRooms();
  }

  private void log(Socket sender, Event event) {
    String name = LogText.safe(event.name(), maxLoggedChars);
    String data = LogText.safe(event.arguments(), maxLoggedChars);
    EVENTS.infof("event=%s client=%s gateway=%s data=%s", name, sender.id(), gateway, data);
  }
}
