package io.wsfleet.e2e.checker;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.process.NodeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs {@code faulty-server.js}: a server that loses, repeats or reorders single deliveries. */
public final class FaultyServer implements AutoCloseable {

  private final NodeProgram nodeProgram = NodeProgram.start("faulty-server.js");
  private final String url;

  /** The fault of one message: at one receiver, or in its acknowledgement or at the API for all. */
  public record DeliveryFault(String what, int sender, int number, int receiver) {

    public static DeliveryFault of(String what, int sender, int number) {
      return new DeliveryFault(what, sender, number, -1);
    }

    private Map<String, ?> json() {
      var all = Map.of("what", what, "sender", sender, "number", number);
      if (receiver < 0) return all;
      return Map.of("what", what, "sender", sender, "number", number, "receiver", receiver);
    }
  }

  public FaultyServer(boolean recovers, DeliveryFault... faults) {
    nodeProgram.send(
        Map.of(
            "do",
            "listen",
            "recovers",
            recovers,
            "faults",
            List.of(faults).stream().map(DeliveryFault::json).toList()));
    JsonNode listening =
        nodeProgram.await(
            "the faulty server listens",
            Duration.ofSeconds(20),
            line -> line.path("event").asText().equals("listening"));
    this.url = "http://127.0.0.1:" + listening.at("/args/0").asInt();
  }

  public Checker.Addresses addresses() {
    return new Checker.Addresses(List.of(url), List.of(url), "t0ken", List.of());
  }

  @Override
  public void close() {
    nodeProgram.close();
  }
}
