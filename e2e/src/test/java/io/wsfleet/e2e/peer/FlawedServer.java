package io.wsfleet.e2e.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code flawed.js}: a server that does to single deliveries what a fleet must not do. */
public final class FlawedServer implements AutoCloseable {

  private final Peer peer = Peer.start("flawed.js");
  private final String url;

  /**
   * What it does to one message, at one receiver or, for its acknowledgement and at the API, in
   * all.
   */
  public record Flaw(String what, int sender, int number, int receiver) {

    public static Flaw of(String what, int sender, int number) {
      return new Flaw(what, sender, number, -1);
    }

    private Map<String, ?> json() {
      var all = Map.of("what", what, "sender", sender, "number", number);
      if (receiver < 0) return all;
      return Map.of("what", what, "sender", sender, "number", number, "receiver", receiver);
    }
  }

  public FlawedServer(boolean recovers, Flaw... flaws) {
    peer.tell(
        Map.of(
            "do",
            "listen",
            "recovers",
            recovers,
            "flaws",
            List.of(flaws).stream().map(Flaw::json).toList()));
    JsonNode listening =
        peer.await(
            "the flawed server listens",
            Duration.ofSeconds(20),
            line -> line.path("event").asText().equals("listening"));
    this.url = "http://127.0.0.1:" + listening.at("/args/0").asInt();
  }

  public Checker.Addresses addresses() {
    return new Checker.Addresses(List.of(url), List.of(url), "t0ken", List.of());
  }

  @Override
  public void close() {
    peer.close();
  }
}
