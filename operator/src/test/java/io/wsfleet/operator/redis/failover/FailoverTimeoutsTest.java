package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailoverTimeoutsTest {

  @Test
  void theFailbackDelayDoublesWithEachFailoverInARow() {
    var failoverTimeouts = FailoverTimeouts.DEFAULT;
    assertEquals(Duration.ofSeconds(30), failoverTimeouts.failbackDelay(1));
    assertEquals(Duration.ofSeconds(120), failoverTimeouts.failbackDelay(3));
    assertEquals(Duration.ofSeconds(30 * 64), failoverTimeouts.failbackDelay(100));
  }
}
