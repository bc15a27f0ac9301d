package io.wsfleet.gateway.app;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.hub.Hub;
import io.wsfleet.gateway.hub.Member;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Event;
import io.wsfleet.gateway.socketio.Packet;
import io.wsfleet.gateway.socketio.SocketEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Carries out the rules. An event with an ack id that a rule matches is answered, with no
 * arguments, once the rule is carried out; one that no rule matches is not, as by a server that has
 * no listener for it.
 */
public final class Application {
  private static final Logger EVENTS = Logger.getLogger("io.wsfleet.events");

  private final String gateway;
  private final Map<String, Rule> rules;
  private final int maxLoggedChars;
  private final Hub hub;
  private final Bus bus;
  private final LongAdder events = new LongAdder();
  private final LongAdder delivered = new LongAdder();

  public Application(String gateway, List<Rule> rules, int maxLoggedChars, Hub hub, Bus bus) {
    this.gateway = gateway;
    this.rules = new HashMap<>();
    rules.forEach(rule -> this.rules.put(rule.on(), rule));
    this.maxLoggedChars = maxLoggedChars;
    this.hub = hub;
    this.bus = bus;
  }

  /** An event from a client of ours. */
  public void onEvent(Member sender, Event event, long ackId) {
    events.increment();
    Rule rule = rules.get(event.name());
    if (rule == null) {
      return;
    }
    if (rule.log()) {
      log(sender, event);
    }
    Rule.Broadcast broadcast = rule.broadcast();
    if (broadcast != null) {
      String room = broadcast.room();
      Audience all = room == null ? Audience.EVERYONE : Audience.room(room);
      boolean toAll = broadcast.to() == Rule.To.EVERYONE;
      broadcast(event.renamed(broadcast.event()), toAll ? all : all.except(sender.id()));
    }
    if (ackId != Packet.NO_ACK) {
      sender.outlet().send(SocketEncoder.ack(ackId, "[]"));
    }
  }

  /** Sends an event to an audience on all gateways. */
  public void broadcast(Event event, Audience audience) {
    BusMessage.Broadcast message = new BusMessage.Broadcast(event, audience, false);
    deliver(message);
    bus.publish(message);
  }

  /** Sends what came from anywhere to those of its audience who are here. */
  void deliver(BusMessage.Broadcast message) {
    delivered.add(
        hub.deliver(message.audience(), SocketEncoder.event(message.event(), message.droppable())));
  }

  /** Events that clients sent. */
  public long events() {
    return events.sum();
  }

  /** Events that were handed to clients, counted once for each. */
  public long delivered() {
    return delivered.sum();
  }

  private void log(Member sender, Event event) {
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
