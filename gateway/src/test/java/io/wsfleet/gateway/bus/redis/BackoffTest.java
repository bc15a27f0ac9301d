package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void doublesTheDelayUpToALimitWithJitter() {
    Backoff backoff = new Backoff(50, 1000);
    Random random = new Random(1);
    for (int failures = 1; failures < 100; failures++) {
      long full = Math.min(1000, 50L << Math.min(failures - 1, 10));
      long delay = backoff.delay(failures, random);
      assertTrue(delay >= full / 2 && delay <= full, failures + ": " + delay);
    }
  }
}
