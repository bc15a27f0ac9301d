package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuorumTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void reportsHowManyReplicasWereLost() {
    assertEquals(
        "2026-01-01T00:00:00Z: the master and 1 of 2 replicas were lost at the same time, so"
            + " messages that only these had acknowledged may be lost.",
        new Quorum(1, 1, List.of(), 2, false).possibleDataLoss(NOW));
  }

  @Test
  void nothingIsLostIfEnoughReplicasOrTheMasterAreAvailable() {
    assertNull(new Quorum(2, 1, List.of(), 2, false).possibleDataLoss(NOW));
    assertNull(new Quorum(0, 2, List.of(), 2, true).possibleDataLoss(NOW));
  }
}
