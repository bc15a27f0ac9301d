package io.wsfleet.e2e.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** The report of the checker; the fields are those of {@code checker.js --json}. */
public record CheckerReport(JsonNode json) {

  // What a fault does to acknowledgements, it does by then.
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  /** A period without acknowledgements; {@code end} is absent while it lasts. */
  public record Gap(Instant start, Duration length, boolean open) {

    Instant end() {
      return start.plus(length);
    }
  }

  public int count(String field) {
    return json.path(field).asInt();
  }

  public long acknowledged() {
    return json.at("/byClients/acknowledged").asLong() + json.at("/byApi/acknowledged").asLong();
  }

  /** Disconnects of receivers and senders, with or without a reconnect. */
  public int closed() {
    return StreamSupport.stream(json.path("closed").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .sum()
        + StreamSupport.stream(json.path("sendersClosed").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .sum();
  }

  /** Those of a quarter of a second and more. */
  public List<Gap> gaps() {
    return StreamSupport.stream(json.path("gaps").spliterator(), false)
        .map(
            gap ->
                new Gap(
                    Instant.ofEpochMilli(gap.path("start").asLong()),
                    Duration.ofMillis(gap.path("millis").asLong()),
                    gap.path("open").asBoolean()))
        .toList();
  }

  /** The time from a fault to the next acknowledgement; zero if there was no gap. */
  public Duration untilAcknowledgedAgain(Instant fault) {
    return gaps().stream()
        .filter(gap -> gap.end().isAfter(fault) && gap.start().isBefore(fault.plus(AT_ONCE)))
        .max(Comparator.comparing(Gap::length))
        .map(gap -> Duration.between(fault, gap.end()))
        .orElse(Duration.ZERO);
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
