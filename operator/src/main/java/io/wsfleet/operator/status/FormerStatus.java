package io.wsfleet.operator.status;

import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the last status said; a condition that was never written does not hold. */
record FormerStatus(@Nullable WebSocketClusterStatus status) {

  boolean holds(String type) {
    return condition(type).filter(Condition::holds).isPresent();
  }

  boolean isDegradedBy(Reason reason) {
    return holds("Degraded", reason);
  }

  boolean holds(String type, Reason reason) {
    return condition(type).filter(c -> c.holds() && c.reason().equals(reason.name())).isPresent();
  }

  /** When the condition became what it was; empty if it was not True. */
  Optional<Instant> heldSince(String type) {
    return condition(type).filter(Condition::holds).flatMap(c -> parse(c.lastTransitionTime()));
  }

  /** Whether the last status is about the present spec. */
  boolean isOf(@Nullable Long generation) {
    return status != null && generation != null && generation.equals(status.observedGeneration());
  }

  int readyGateways() {
    return gateways(0);
  }

  int desiredGateways() {
    return gateways(1);
  }

  private int gateways(int part) {
    var parts = status == null || status.gateways() == null ? null : status.gateways().split("/");
    try {
      return parts == null || parts.length != 2 ? 0 : Integer.parseInt(parts[part]);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Optional<Condition> condition(String type) {
    return status == null ? Optional.empty() : status.condition(type);
  }

  static Optional<Instant> parse(@Nullable String time) {
    try {
      return time == null ? Optional.empty() : Optional.of(Instant.parse(time));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
