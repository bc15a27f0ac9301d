package io.wsfleet.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  @Test
  void allowsABurstAndThenTheRefillRate() {
    TokenBucket bucket = new TokenBucket(10, 30, 0);
    assertTrue(bucket.tryAcquire(30, 0));
    assertFalse(bucket.tryAcquire(1, 99));
    assertTrue(bucket.tryAcquire(1, 100));
    assertFalse(bucket.tryAcquire(1, 150));
    assertTrue(bucket.tryAcquire(1, 200));
  }

  @Test
  void refillsAtTheSameRateHoweverOftenItIsAsked() {
    TokenBucket bucket = new TokenBucket(3, 1, 0);
    assertTrue(bucket.tryAcquire(1, 0));
    for (long now = 1; now <= 333; now++) {
      assertFalse(bucket.tryAcquire(1, now), "at " + now);
    }
    assertTrue(bucket.tryAcquire(1, 334));
  }

  @Test
  void neverHoldsMoreThanTheBurstHoweverLongItWaits() {
    TokenBucket bucket = new TokenBucket(10_000_000, 50_000_000, 0);
    assertFalse(bucket.tryAcquire(50_000_001, Long.MAX_VALUE));
    assertTrue(bucket.tryAcquire(50_000_000, Long.MAX_VALUE));
    assertFalse(bucket.tryAcquire(1, Long.MAX_VALUE));
  }

  @Test
  void consumesNothingWhenItRefuses() {
    TokenBucket bucket = new TokenBucket(1, 5, 0);
    assertFalse(bucket.tryAcquire(6, 0));
    assertTrue(bucket.tryAcquire(5, 0));
  }
}
