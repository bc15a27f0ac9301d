package io.wsfleet.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
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
  void firesEverythingWithManyAdvancesInATick() {
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

  @Test
  void countsEachAddressForItself() {
    AddressCounter connections = new AddressCounter(2);
    connections.increment("10.0.0.1");
    assertFalse(connections.isFull("10.0.0.1"));
    connections.increment("10.0.0.1");
    assertTrue(connections.isFull("10.0.0.1"));
    assertFalse(connections.isFull("10.0.0.2"));
    connections.decrement("10.0.0.1");
    assertFalse(connections.isFull("10.0.0.1"));
  }

  @Test
  void forgetsAnAddressThatHasNone() {
    AddressCounter connections = new AddressCounter(2);
    connections.increment("10.0.0.1");
    connections.decrement("10.0.0.1");
    assertEquals(0, connections.size());
  }

  @Test
  void acceptsABurstOfPacketsAndThenTheRate() {
    InboundRateLimiter inboundRateLimiter =
        new InboundRateLimiter(new RateLimits(new ClientLimits(1, 1, 1, 10, 1_000_000), 1), 0);
    for (int i = 0; i < 50; i++) {
      assertNull(inboundRateLimiter.acquire(1, 0));
    }
    assertEquals(CloseReason.TOO_MANY_PACKETS, inboundRateLimiter.acquire(1, 99));
    assertNull(inboundRateLimiter.acquire(1, 200));
  }

  @Test
  void acceptsTheByteRateAndAlwaysALargestMessage() {
    InboundRateLimiter inboundRateLimiter =
        new InboundRateLimiter(new RateLimits(new ClientLimits(1, 1, 1, 1000, 10), 1_000_000), 0);
    assertNull(inboundRateLimiter.acquire(1_000_000, 0));
    assertEquals(CloseReason.TOO_MANY_BYTES, inboundRateLimiter.acquire(100, 9_999));
    assertNull(inboundRateLimiter.acquire(100, 10_000));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.1.2.3",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
    "2001:db8:0:0:0:0:0:1, 2001:db8:0:0::",
    "2001:db8::1, 2001:db8:0:0::",
    "::1, 0:0:0:0::",
    "0:0:0:0:0:0:0:1%lo, 0:0:0:0::",
  })
  void countsAnIpv6NetworkOf64BitsAsOneAddress(String address, String network) {
    assertEquals(network, AddressCounter.network(address));
  }
}
