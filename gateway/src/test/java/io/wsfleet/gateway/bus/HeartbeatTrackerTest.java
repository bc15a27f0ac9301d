package io.wsfleet.gateway.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatTrackerTest {
  @Test
  void returnsTheAgeOfEachHeartbeat() {
    HeartbeatTracker heartbeatTracker = new HeartbeatTracker(1000);
    heartbeatTracker.record("a", 0);
    heartbeatTracker.record("b", 500);
    heartbeatTracker.record("a", 2000);
    assertEquals(Map.of("a", 100L, "b", 1600L), heartbeatTracker.ages(2100));
  }

  @Test
  void removesAGatewayAfterTenIntervals() {
    HeartbeatTracker heartbeatTracker = new HeartbeatTracker(1000);
    heartbeatTracker.record("a", 0);
    heartbeatTracker.record("b", 1);
    assertEquals(Map.of("a", 10_000L, "b", 9999L), heartbeatTracker.ages(10_000));
    assertEquals(Map.of("b", 10_000L), heartbeatTracker.ages(10_001));
    assertEquals(Map.of(), heartbeatTracker.ages(10_002));
  }

  @Test
  void limitsTheNumberOfGateways() {
    HeartbeatTracker heartbeatTracker = new HeartbeatTracker(1_000_000);
    for (int i = 0; i < 10_001; i++) {
      heartbeatTracker.record("g" + i, i);
    }
    assertEquals(10_000, heartbeatTracker.ages(10_001).size());
    assertEquals(null, heartbeatTracker.ages(10_001).get("g0"));
  }
}
