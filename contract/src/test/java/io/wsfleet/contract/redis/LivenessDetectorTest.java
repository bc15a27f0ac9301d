package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.contract.redis.LivenessDetector.State;
import org.junit.jupiter.api.Test;

class LivenessDetectorTest {
  private final LivenessDetector detector = new LivenessDetector(100, 300, 500, 1000);

  @Test
  void isAliveWhileNothingIsAwaited() {
    assertFalse(detector.isAwaiting());
    assertEquals(State.ALIVE, detector.state(1_000_000));
  }

  @Test
  void isSilentAndThenLostWithoutAReply() {
    detector.awaitReply(1000);
    assertEquals(State.ALIVE, detector.state(1299));
    assertEquals(State.SILENT, detector.state(1300));
    assertEquals(State.SILENT, detector.state(1499));
    assertEquals(State.LOST, detector.state(1500));
    assertEquals(1000, detector.silentSince());
  }

  @Test
  void isAliveAgainAfterAReply() {
    detector.awaitReply(1000);
    detector.onReply();
    assertEquals(State.ALIVE, detector.state(2000));
    detector.awaitReply(2000);
    assertEquals(State.ALIVE, detector.state(2299));
  }

  @Test
  void isNeverSilentWhereBothLimitsAreEqual() {
    detector.setLimits(400, 400);
    detector.awaitReply(1000);
    assertEquals(State.ALIVE, detector.state(1399));
    assertEquals(State.LOST, detector.state(1400));
  }

  @Test
  void appliesNewLimitsToTheCurrentSilence() {
    detector.awaitReply(1000);
    detector.setLimits(50, 60);
    assertEquals(State.SILENT, detector.state(1050));
    assertEquals(State.LOST, detector.state(1060));
  }

  @Test
  void wantsAPingAtEachInterval() {
    assertFalse(detector.isPingDue(1099));
    assertTrue(detector.isPingDue(1100));
    detector.onPing(1130);
    assertFalse(detector.isPingDue(1229));
    assertTrue(detector.isPingDue(1230));
  }

  @Test
  void forgetsAPauseOfItsProcess() {
    detector.awaitReply(1000);
    detector.shift(10_000);
    assertEquals(State.ALIVE, detector.state(11_299));
    assertEquals(State.SILENT, detector.state(11_300));
    assertFalse(detector.isPingDue(11_099));
    assertTrue(detector.isPingDue(11_100));
  }
}
