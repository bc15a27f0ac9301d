package io.wsfleet.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InboundRateLimiterTest {
  @Test
  void acceptsABurstOfPacketsAndThenTheRate() {
    InboundRateLimiter limiter =
        new InboundRateLimiter(new RateLimits(new ClientLimits(1, 10, 1_000_000), 1), 0);
    for (int i = 0; i < 50; i++) {
      assertEquals(InboundRateLimiter.Result.ACCEPTED, limiter.acquire(1, 0));
    }
    assertEquals(InboundRateLimiter.Result.TOO_MANY_PACKETS, limiter.acquire(1, 99));
    assertEquals(InboundRateLimiter.Result.ACCEPTED, limiter.acquire(1, 200));
  }

  @Test
  void acceptsTheByteRateAndAlwaysALargestMessage() {
    InboundRateLimiter limiter =
        new InboundRateLimiter(new RateLimits(new ClientLimits(1, 1000, 10), 1_000_000), 0);
    assertEquals(InboundRateLimiter.Result.ACCEPTED, limiter.acquire(1_000_000, 0));
    assertEquals(InboundRateLimiter.Result.TOO_MANY_BYTES, limiter.acquire(100, 9_999));
    assertEquals(InboundRateLimiter.Result.ACCEPTED, limiter.acquire(100, 10_000));
  }
}
