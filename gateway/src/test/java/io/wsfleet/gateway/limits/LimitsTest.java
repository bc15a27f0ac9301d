package io.wsfleet.gateway.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  @Test
  void givesABurstAndThenAsMuchAsFillsUp() {
    TokenBucket bucket = new TokenBucket(10, 30, 0);
    assertTrue(bucket.take(30, 0));
    assertFalse(bucket.take(1, 99));
    assertTrue(bucket.take(1, 100));
    assertFalse(bucket.take(1, 150));
    assertTrue(bucket.take(1, 200));
  }

  @Test
  void losesNothingToManyLooksInATick() {
    TokenBucket bucket = new TokenBucket(3, 1, 0);
    assertTrue(bucket.take(1, 0));
    for (long now = 1; now <= 333; now++) {
      assertFalse(bucket.take(1, now), "at " + now);
    }
    assertTrue(bucket.take(1, 334));
  }

  @Test
  void neverHoldsMoreThanTheBurstHoweverLongItWaits() {
    TokenBucket bucket = new TokenBucket(10_000_000, 50_000_000, 0);
    assertFalse(bucket.take(50_000_001, Long.MAX_VALUE));
    assertTrue(bucket.take(50_000_000, Long.MAX_VALUE));
    assertFalse(bucket.take(1, Long.MAX_VALUE));
  }

  @Test
  void takesNothingWhenItRefuses() {
    TokenBucket bucket = new TokenBucket(1, 5, 0);
    assertFalse(bucket.take(6, 0));
    assertTrue(bucket.take(5, 0));
  }

  @Test
  void countsEachAddressForItself() {
    PerAddress connections = new PerAddress(2);
    connections.enter("10.0.0.1");
    assertFalse(connections.isFull("10.0.0.1"));
    connections.enter("10.0.0.1");
    assertTrue(connections.isFull("10.0.0.1"));
    assertFalse(connections.isFull("10.0.0.2"));
    connections.leave("10.0.0.1");
    assertFalse(connections.isFull("10.0.0.1"));
  }

  @Test
  void forgetsAnAddressThatHasNone() {
    PerAddress connections = new PerAddress(2);
    connections.enter("10.0.0.1");
    connections.leave("10.0.0.1");
    assertEquals(0, connections.size());
  }

  @Test
  void takesInABurstOfPacketsAndThenSoManyASecond() {
    Intake intake = new Intake(new Allowance(new ClientLimits(1, 1, 1, 10, 1_000_000), 1), 0);
    for (int i = 0; i < 50; i++) {
      assertNull(intake.take(1, 0));
    }
    assertEquals(CloseReason.TOO_MANY_PACKETS, intake.take(1, 99));
    assertNull(intake.take(1, 200));
  }

  @Test
  void takesInSoManyBytesAndAlwaysAMessageAsLargeAsAllowed() {
    Intake intake = new Intake(new Allowance(new ClientLimits(1, 1, 1, 1000, 10), 1_000_000), 0);
    assertNull(intake.take(1_000_000, 0));
    assertEquals(CloseReason.TOO_MANY_BYTES, intake.take(100, 9_999));
    assertNull(intake.take(100, 10_000));
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
  void takesAllAddressesOfANetworkOfSixtyFourBitsForOne(String address, String network) {
    assertEquals(network, PerAddress.network(address));
  }
}
