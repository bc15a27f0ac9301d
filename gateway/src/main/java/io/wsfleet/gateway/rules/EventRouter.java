package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.handlers.HandlerInvoker;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.fanout.Delivery;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What happens to clients and their events. An event with an ack id that a rule matches is answered
 * once the rule is carried out and the fleet has what was sent on; one that no rule matches is not,
 * as by a server that has no listener for it.
 */
public final class EventRouter implements SocketEvents {
  private static final Logger EVENTS = Logger.getLogger("io.wsfleet.events");

  private final String gateway;
  private final RuleExecutor ruleExecutor;
  private final HandlerInvoker handlers;
  private final int maxLoggedChars;
  private final Hub hub;
  private final Bus bus;
  private final LongAdder events = new LongAdder();
  private final LongAdder unacknowledged = new LongAdder();
  private final LongAdder delivered = new LongAdder();

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
    this.hub = hub;
    this.bus = bus;
  }

  /** An event from a client of ours. */
  @Override
  public void onEvent(Socket sender, Event event, long ackId) {
    events.increment();
    Rule rule = ruleExecutor.find(sender, event);
    CompletionStage<JsonPayload> applied =
        rule == null ? null : ruleExecutor.apply(rule, sender, event);
    boolean handled = handlers.onEvent(sender, event, ackId);
    if (applied != null && !handled && ackId != Packet.NO_ACK) {
      applied.whenComplete((reply, failure) -> acknowledge(sender, ackId, reply));
    }
  }

  // Acknowledged is what the fleet has got; of the rest the sender may think what it wants.
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

  /** Whether a client may join; the stage never fails. Whoever is let in hears the fleet then. */
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

  /** A client has joined a namespace; recovered is one that has come back with all it had. */
  @Override
  public void onConnect(Socket socket, boolean recovered) {
    handlers.onConnect(socket, recovered);
  }

  /** A client has left a namespace, for whatever reason. */
  @Override
  public void onDisconnect(Socket socket, CloseReason reason) {
    handlers.onDisconnect(socket, reason);
  }

  /** An event from another member of the fleet; it is answered with null where nobody wants it. */
  void onServerEvent(String namespace, Event event, Consumer<JsonPayload> answer) {
    handlers.onServerEvent(namespace, event, answer);
  }

  /** Sends what came from anywhere to those of its audience who are here. */
  void deliver(BusMessage.Broadcast message, @Nullable String offset) {
    Delivery delivery =
        Delivery.of(message.namespace(), message.event(), message.isVolatile(), offset);
    delivered.add(hub.deliver(message.audience(), delivery));
  }

  /** Events that clients sent. */
  public long events() {
    return events.sum();
  }

  /** Events that were handed to clients, counted once for each. */
  public long delivered() {
    return delivered.sum();
  }

  /**
   * Events that were to be acknowledged and were not, since their rule could not be carried out.
   */
  public long unacknowledged() {
    return unacknowledged.sum();
  }

  /** Events whose rule was not carried out, since their argument names no room. */
  public long invalidRooms() {
    return ruleExecutor.invalidRooms();
  }

  private void log(Socket sender, Event event) {
    String name = LogText.safe(event.name(), maxLoggedChars);
    String data = LogText.safe(event.arguments(), maxLoggedChars);
    // As text the fields are in the message, as JSON they are fields too.
    Map<String, String> fields =
        Map.of("event", name, "client", sender.id(), "gateway", gateway, "data", data);
    try {
      fields.forEach(MDC::put);
      EVENTS.infof("event=%s client=%s gateway=%s data=%s", name, sender.id(), gateway, data);
    } finally {
      Set.copyOf(fields.keySet()).forEach(MDC::remove);
    }
  }
}
