package io.wsfleet.operator.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.redis.failover.Term;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterMetricsTest {

  private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  private static final RedisStatus SERVING =
      RedisStatus.builder()
          .term(4)
          .phase(RedisPhase.Serving, NOW)
          .master(new RedisMember("a", "run"))
          .minInSyncReplicas(1)
          .build();

  private final OperatorMetrics operatorMetrics = new OperatorMetrics();

  @Test
  void showsTheStateOfAFleet() {
    saw(status(SERVING, true));
    operatorMetrics.clusters().updatePasswords(ExampleClusters.reference(), 2);
    assertValue("wsfleet_redis_serving", "1.0");
    assertValue("wsfleet_redis_electing", "0.0");
    assertValue("wsfleet_redis_term", "4.0");
    assertValue("wsfleet_redis_since_timestamp_seconds", NOW.getEpochSecond());
    assertValue("wsfleet_redis_pods", "4.0");
    assertValue("wsfleet_redis_in_sync", "3.0");
    assertValue("wsfleet_redis_pods_wanted", "4.0");
    assertValue("wsfleet_redis_min_in_sync_replicas", "1.0");
    assertValue("wsfleet_redis_passwords", "2.0");
    assertValue("wsfleet_bus_ready", "1.0");
  }

  @Test
  void countsEachLossOnceAndNoFormerOne() {
    var electing = Term.of(SERVING).electing(NOW, 1).withDataLoss("all");
    saw(status(electing.status(), false));
    assertValue("wsfleet_redis_failovers_total", "0.0");
    assertValue("wsfleet_redis_losses_total", "0.0");
    assertValue("wsfleet_redis_electing", "1.0");
    var next =
        electing
            .promoting(new RedisMember("b", "other"), 1, List.of(), NOW)
            .electing(NOW.plusSeconds(1), 2)
            .withDataLoss("again");
    saw(status(next.status(), false));
    saw(status(next.status(), false));
    assertValue("wsfleet_redis_failovers_total", "1.0");
    assertValue("wsfleet_redis_losses_total", "1.0");
  }

  @Test
  void removesTheMetricsOfADeletedFleet() {
    saw(status(SERVING, true));
    assertTrue(operatorMetrics.scrape().contains("name=\"chat\""));
    operatorMetrics.clusters().forget(ExampleClusters.reference());
    assertFalse(operatorMetrics.scrape().contains("name=\"chat\""));
  }

  private void saw(WebSocketClusterStatus status) {
    operatorMetrics.clusters().update(ExampleClusters.reference(), status, 4, 3);
  }

  private static WebSocketClusterStatus status(RedisStatus redis, boolean bus) {
    var ready =
        new Condition("BusReady", bus ? "True" : "False", "EachHearsAll", "", 1L, NOW.toString());
    return new WebSocketClusterStatus(
        1L, 3, null, null, null, null, null, null, null, redis, List.of(ready));
  }

  private void assertValue(String name, Object value) {
    var line =
        operatorMetrics
            .scrape()
            .lines()
            .filter(l -> l.startsWith(name + "{"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name));
    assertTrue(line.contains("namespace=\"default\""), line);
    assertEquals(
        Double.parseDouble(String.valueOf(value)),
        Double.parseDouble(line.substring(line.lastIndexOf(' '))),
        line);
  }
}
