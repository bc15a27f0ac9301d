package io.wsfleet.gateway.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void spreadsManyOverTheTimeThatThereIs() {
    Pace pace = new Pace(10_000, 10_000);
    assertEquals(0, pace.millisUntil(0));
    assertEquals(5000, pace.millisUntil(5000));
    assertEquals(9999, pace.millisUntil(9999));
  }

  @Test
  void doesNotKeepAFewWaiting() {
    assertEquals(20, new Pace(3, 10_000).millisUntil(2));
  }

  @Test
  void closesAllAtOnceWhereThereIsNoTime() {
    assertEquals(0, new Pace(10_000, 0).millisUntil(9999));
  }
}
