package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.NamespaceMap;
import io.wsfleet.gateway.socketio.protocol.PacketValidator;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds the rule for an event and runs it. */
final class RuleExecutor {
  private final Map<String, NamespaceMap<Rule>> byEvent = new HashMap<>();
  private final Hub hub;
  private final Bus bus;
  private final BiConsumer<Socket, Event> log;
  private final LongAdder invalidRooms = new LongAdder();

  RuleExecutor(List<Rule> rules, Hub hub, Bus bus, BiConsumer<Socket, Event> log) {
    Map<String, Map<String, Rule>> byName = new HashMap<>();
    rules.forEach(
        rule ->
            byName.computeIfAbsent(rule.on(), name -> new HashMap<>()).put(rule.namespace(), rule));
    byName.forEach((event, rule) -> byEvent.put(event, new NamespaceMap<>(rule)));
    this.hub = hub;
    this.bus = bus;
    this.log = log;
  }

  @Nullable Rule find(Socket sender, Event event) {
    NamespaceMap<Rule> rules = byEvent.get(event.name());
    return rules == null ? null : rules.get(sender.namespace());
  }

  /**
   * Runs a rule. The stage completes with the arguments of the acknowledgement when the bus has
   * accepted the broadcast, and fails when it has not or when the rule did not run.
   */
  CompletionStage<JsonPayload> apply(Rule rule, Socket sender, Event event) {
    if (rule.log()) {
      log.accept(sender, event);
    }
    String argument = rule.needsRoom() ? RoomArgument.of(event) : null;
    if (rule.needsRoom() && argument == null) {
      invalidRooms.increment();
      return CompletableFuture.failedStage(
          new IllegalArgumentException(
              "the first argument is not a room name that clients may use"));
    }
    if (!applyRooms(rule, sender, argument)) {
      return CompletableFuture.failedStage(new IllegalStateException("too many rooms"));
    }
    JsonPayload reply = reply(rule, event);
    // A client may be allowed to send more attachments than it accepts.
    PacketViolation violation = PacketValidator.violation(reply);
    return broadcast(rule, sender, event, argument)
        .thenCompose(
            published ->
                violation == null
                    ? CompletableFuture.completedStage(reply)
                    : CompletableFuture.failedStage(
                        new IllegalArgumentException(violation.sentence())));
  }

  /** Returns how many events had a first argument that is not a valid room name. */
  long invalidRooms() {
    return invalidRooms.sum();
  }

  /** Returns false if the sender is in too many rooms; then it is disconnected. */
  private boolean applyRooms(Rule rule, Socket sender, @Nullable String argument) {
    String join = room(rule.join(), argument);
    if (join != null && !hub.join(sender, join)) {
      sender.sender().disconnect(true, CloseReason.TOO_MANY_ROOMS);
      return false;
    }
    String leave = room(rule.leave(), argument);
    if (leave != null) {
      hub.leave(Audience.room(sender.namespace(), sender.id()), Set.of(leave));
    }
    return true;
  }

  private CompletionStage<Void> broadcast(
      Rule rule, Socket sender, Event event, @Nullable String argument) {
    Rule.Broadcast broadcast = rule.broadcast();
    if (broadcast == null) {
      return CompletableFuture.completedStage(null);
    }
    String room = room(broadcast.room(), argument);
    Audience all =
        room == null ? Audience.all(sender.namespace()) : Audience.room(sender.namespace(), room);
    boolean toAll = broadcast.to() == Rule.To.EVERYONE;
    return bus.publish(
        new BusMessage.Broadcast(
            event.withName(broadcast.event()), toAll ? all : all.except(sender.id()), false));
  }

  private static JsonPayload reply(Rule rule, Event event) {
    return rule.reply() instanceof Rule.Reply.Data data
        ? data.arguments()
        : new JsonPayload(event.arguments(), event.attachments());
  }

  private static @Nullable String room(Rule.@Nullable Room room, @Nullable String argument) {
    return room instanceof Rule.Room.Named fixed ? fixed.name() : room == null ? null : argument;
  }
}
