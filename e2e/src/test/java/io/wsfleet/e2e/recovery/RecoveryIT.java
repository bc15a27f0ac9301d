package io.wsfleet.e2e.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.client.RecoveringClients;
import io.wsfleet.e2e.process.Gateways;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.testing.GatewayProcess;
import io.wsfleet.testing.RedisProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Clients of socket.io-client, under load, whose gateway fails: they recover at the others with
 * every message. Needs no cluster.
 */
@Needs(Need.NODE)
class RecoveryIT {

  private static final int CLIENTS = Integer.getInteger("recovery.clients", 500);
  // One process holds all of them, and has to get 50,000 messages a second: once is enough.
  private static final int CLIENTS_OF_A_STOP = Math.min(CLIENTS, 200);
  private static final int PER_SECOND = Integer.getInteger("recovery.per-second", 100);
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String RULES =
      """
      [{"on": "say", "broadcast": {"event": "said"}},
       {"on": "collect", "join": {"room": "collectors"}},
       {"on": "tell", "broadcast": {"event": "told", "room": "collectors"}}]
      """;

  @Test
  void whoseGatewayIsKilledMissesNothingAndHearsNothingTwice() {
    recoversAfter(CLIENTS, GatewayProcess::kill);
  }

  @Test
  void whoseGatewayIsStoppedInOrderDoesNeither() {
    recoversAfter(
        CLIENTS_OF_A_STOP,
        gateway -> {
          gateway.terminate();
          gateway.awaitExit(Duration.ofSeconds(40));
        });
  }

  private void recoversAfter(int count, Consumer<GatewayProcess> end) {
    try (RedisProcess redis = RedisProcess.startMaster();
        GatewayProcess first = gateway("first", redis);
        GatewayProcess second = gateway("second", redis);
        GatewayProcess third = gateway("third", redis);
        RecoveringClients clients = new RecoveringClients()) {
      List<GatewayProcess> gateways = List.of(first, second, third);
      gateways.forEach(GatewayProcess::awaitReady);
      clients.start(count, gateways.stream().map(GatewayProcess::url).toList());
      clients.await("all are connected", LONG, report -> report.path("connected").asInt() == count);
      clients.startPublisher(third.url(), PER_SECOND, Duration.ofSeconds(2));
      clients.await("they hear it", LONG, report -> report.path("spoken").asInt() > 3 * PER_SECOND);

      end.accept(first);

      int spoken = clients.report().path("spoken").asInt();
      clients.await(
          "all are connected again and it went on",
          LONG,
          report ->
              report.path("connected").asInt() == count
                  && report.path("spoken").asInt() > spoken + 3 * PER_SECOND);
      clients.stop();
      JsonNode report =
          clients.await(
              "all heard the last word",
              LONG,
              each ->
                  each.path("upToDate").asInt() == count
                      && each.path("heardAsSpoken").equals(each.path("spoken")));
      System.out.println("recovery of " + count + " clients: " + report);
      checks(report, count);
      double notRecovered = second.metric("wsfleet_not_recovered_total");
      assertEquals(0, notRecovered + third.metric("wsfleet_not_recovered_total"));
    }
  }

  private static void checks(JsonNode report, int count) {
    int atFirst = (int) IntStream.range(0, count).filter(i -> i % 3 == 0).count();
    assertTrue(report.path("reconnected").asInt() >= atFirst, "they were not at it at all");
    assertEquals(report.path("reconnected"), report.path("recovered"));
    assertEquals(0, report.path("missing").asInt(), "messages missing");
    assertEquals(0, report.path("twice").asInt(), "messages twice or out of order");
    assertTrue(report.path("acked").asInt() > count / 2, "events of clients acknowledged");
    assertEquals(0, report.path("ackedAndNotArrived").asInt(), "acknowledged and not arrived");
    assertEquals(0, report.path("arrivedTwice").asInt(), "events of clients twice");
  }

  private static GatewayProcess gateway(String name, RedisProcess redis) {
    return Gateways.start(name, redis.gatewayEnvironment(Map.of("WSFLEET_EVENTS", RULES)));
  }
}
