package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change from one status to the next that users should know: an event of the resource. Each
 * transition gives one event.
 */
public record StatusEvent(boolean warning, Reason reason, String message) {

  public static StatusEvent anotherOperator(String operator, String other) {
    return new StatusEvent(
        true,
        Reason.AnotherOperator,
        "The operators with the Leases %s and %s both serve this namespace: remove one, or change its WSFLEET_NAMESPACES."
            .formatted(operator, other));
  }

  public static StatusEvent secretCreated(String what, String name) {
    return new StatusEvent(
        false, Reason.SecretCreated, "Generated %s in the Secret %s.".formatted(what, name));
  }

  public static StatusEvent passwordGenerated(String annotation, String secret) {
    return new StatusEvent(
        false,
        Reason.PasswordGenerated,
        "Another password for Redis is in the Secret %s, as requested by '%s'."
            .formatted(secret, annotation));
  }

  public static StatusEvent passwordChanging() {
    return new StatusEvent(
        false,
        Reason.PasswordChanging,
        "Redis accepts the new password, and still accepts the former one.");
  }

  public static StatusEvent passwordChanged() {
    return new StatusEvent(
        false, Reason.PasswordChanged, "Redis accepts only the current password.");
  }

  public static List<StatusEvent> diff(
      @Nullable WebSocketClusterStatus former, WebSocketClusterStatus now) {
    var events = new ArrayList<StatusEvent>();
    if (former != null) {
      scalingChange(former, now, events);
      rolloutChange(former, now, events);
    }
    redisChange(former, now, events);
    busChange(former, now, events);
    readyChange(former, now, events);
    degradedChange(former, now, events);
    return events;
  }

  private static void scalingChange(
      WebSocketClusterStatus former, WebSocketClusterStatus now, List<StatusEvent> events) {
    var before = desiredGateways(former);
    var after = desiredGateways(now);
    if (!before.isEmpty() && !before.equals(after)) {
      events.add(
          new StatusEvent(
              false, Reason.Scaled, "From %s to %s gateways.".formatted(before, after)));
    }
  }

  private static void rolloutChange(
      WebSocketClusterStatus former, WebSocketClusterStatus now, List<StatusEvent> events) {
    boolean before = hasReason(former, "Progressing", Reason.RollingOut);
    boolean after = hasReason(now, "Progressing", Reason.RollingOut);
    var revision = now.revision();
    if (after && !(before && String.valueOf(revision).equals(former.revision()))) {
      events.add(
          new StatusEvent(
              false, Reason.RolloutStarted, "To revision %s of the gateways.".formatted(revision)));
    }
    if (before && !after) {
      events.add(
          new StatusEvent(
              false,
              Reason.RolloutFinished,
              "All gateways are of revision %s.".formatted(revision)));
    }
  }

  private static void redisChange(
      @Nullable WebSocketClusterStatus former,
      WebSocketClusterStatus now,
      List<StatusEvent> events) {
    var before = former == null ? null : former.redis();
    var after = now.redis();
    if (before == null || after == null) {
      return;
    }
    if (after.dataLoss() != null && !after.dataLoss().equals(before.dataLoss())) {
      events.add(new StatusEvent(true, Reason.MessagesMayBeLost, after.dataLoss()));
    }
    boolean isServing = after.phase() == RedisPhase.Serving;
    var isMaster = "%s is the Redis master in term %d.".formatted(after.master(), after.term());
    if (after.failedOverAt() != null && !after.failedOverAt().equals(before.failedOverAt())) {
      events.add(
          new StatusEvent(
              true,
              Reason.RedisFailedOver,
              isServing
                  ? isMaster
                  : "The Redis master %s was lost; term %d is beginning."
                      .formatted(before.master(), after.term())));
    } else if (isServing && hasHandedOver(before, after)) {
      events.add(new StatusEvent(false, Reason.RedisHandedOver, isMaster));
    }
  }

  /**
   * The next master is recorded before it is promoted; until then the record has the former one.
   */
  private static boolean hasHandedOver(RedisStatus before, RedisStatus after) {
    var former = before.phase() == RedisPhase.Serving ? before.master() : before.handoverFrom();
    return former != null && !former.equals(after.master());
  }

  private static void busChange(
      @Nullable WebSocketClusterStatus former,
      WebSocketClusterStatus now,
      List<StatusEvent> events) {
    boolean before = former != null && holds(former, "BusReady");
    var bus = now.condition("BusReady");
    if (bus.isEmpty() || former == null || before == bus.get().holds() || isExpected(former, now)) {
      return;
    }
    events.add(
        bus.get().holds()
            ? new StatusEvent(false, Reason.BusReady, bus.get().message())
            : new StatusEvent(true, Reason.BusNotReady, bus.get().message()));
  }

  /** Gateways that are started from none, or stopped to none, connect and disconnect the bus. */
  private static boolean isExpected(WebSocketClusterStatus former, WebSocketClusterStatus now) {
    return hasBusReason(former, Reason.NoReadyGateways)
        || hasBusReason(now, Reason.NoReadyGateways)
        || hasBusReason(former, Reason.AwaitingHeartbeats)
        || hasBusReason(now, Reason.AwaitingHeartbeats);
  }

  private static boolean hasBusReason(WebSocketClusterStatus status, Reason reason) {
    return status.condition("BusReady").filter(c -> c.reason().equals(reason.name())).isPresent();
  }

  /** A scale-up is not ready at once; that is no reason for a warning. */
  private static void readyChange(
      @Nullable WebSocketClusterStatus former,
      WebSocketClusterStatus now,
      List<StatusEvent> events) {
    boolean before = former != null && holds(former, "Ready");
    var ready = now.condition("Ready");
    if (ready.isEmpty() || before == ready.get().holds()) {
      return;
    }
    if (ready.get().holds()) {
      events.add(new StatusEvent(false, Reason.Ready, readyMessage(ready.get(), now.url())));
    } else if (desiredGateways(former).equals(desiredGateways(now))) {
      events.add(new StatusEvent(true, Reason.NotReady, ready.get().message()));
    }
  }

  private static void degradedChange(
      @Nullable WebSocketClusterStatus former,
      WebSocketClusterStatus now,
      List<StatusEvent> events) {
    var before = degradedReason(former);
    var after = degradedReason(now);
    if (!after.isEmpty() && !after.equals(before)) {
      now.condition("Degraded")
          .ifPresent(c -> events.add(new StatusEvent(true, Reason.valueOf(after), c.message())));
    }
    if (!before.isEmpty() && after.isEmpty()) {
      events.add(new StatusEvent(false, Reason.Recovered, "%s is over.".formatted(before)));
    }
  }

  private static String degradedReason(@Nullable WebSocketClusterStatus status) {
    return Optional.ofNullable(status)
        .flatMap(s -> s.condition("Degraded"))
        .filter(Condition::holds)
        .map(Condition::reason)
        .orElse("");
  }

  private static String readyMessage(Condition ready, @Nullable String url) {
    return url == null ? ready.message() : ready.message() + " Clients connect to " + url + ".";
  }

  private static boolean holds(WebSocketClusterStatus status, String type) {
    return status.condition(type).filter(Condition::holds).isPresent();
  }

  private static boolean hasReason(WebSocketClusterStatus status, String type, Reason reason) {
    return status
        .condition(type)
        .filter(c -> c.holds() && c.reason().equals(reason.name()))
        .isPresent();
  }

  private static String desiredGateways(@Nullable WebSocketClusterStatus status) {
    var gateways = status == null ? null : status.gateways();
    return gateways == null ? "" : gateways.substring(gateways.indexOf('/') + 1);
  }
}
