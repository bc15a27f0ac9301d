package io.wsfleet.gateway.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DrainScheduleTest {

  @Test
  void spreadsManyOverTheTimeThatThereIs() {
    DrainSchedule drainSchedule = new DrainSchedule(10_000, 10_000);
    assertEquals(0, drainSchedule.millisUntil(0));
    assertEquals(5000, drainSchedule.millisUntil(5000));
    assertEquals(9999, drainSchedule.millisUntil(9999));
  }

  @Test
  void closesAFewWithoutDelay() {
    assertEquals(20, new DrainSchedule(3, 10_000).millisUntil(2));
  }

  @Test
  void closesAllAtOnceWhereThereIsNoTime() {
    assertEquals(0, new DrainSchedule(10_000, 0).millisUntil(9999));
  }
}
