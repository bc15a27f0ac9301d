package io.wsfleet.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.process.NodeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Clients of socket.io-client that reconnect to any of several gateways, and count messages. */
public final class RecoveringClients implements AutoCloseable {

  private final NodeProgram nodeProgram = NodeProgram.start("recovering-clients.js");
  private int reports;

  public void start(int clients, List<String> urls) {
    nodeProgram.send(Map.of("do", "start", "clients", clients, "urls", urls));
  }

  /**
   * Starts one more client that emits numbers at an interval; each of the others sends it one now
   * and then.
   */
  public void startPublisher(String url, int perSecond, Duration tellEvery) {
    nodeProgram.send(
        Map.of(
            "do", "speak", "url", url, "perSecond", perSecond, "tellMillis", tellEvery.toMillis()));
  }

  public void stop() {
    nodeProgram.send(Map.of("do", "stop"));
  }

  /** The counts so far; the fields are those of the script. */
  public JsonNode report() {
    int before = reports++;
    Predicate<JsonNode> isReport = line -> line.path("event").asText().equals("report");
    nodeProgram.send(Map.of("do", "report"));
    Awaitility.await("a report")
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodeProgram.events(isReport).size() > before);
    return nodeProgram.events(isReport).get(before);
  }

  public JsonNode await(String what, Duration atMost, Predicate<JsonNode> wanted) {
    JsonNode[] latest = new JsonNode[1];
    try {
      Awaitility.await(what)
          .pollInterval(Duration.ofMillis(200))
          .atMost(atMost)
          .until(
              () -> {
                latest[0] = report();
                return wanted.test(latest[0]);
              });
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(what + ": not in " + atMost + ", but " + latest[0], late);
    }
    return latest[0];
  }

  @Override
  public void close() {
    nodeProgram.close();
  }
}
