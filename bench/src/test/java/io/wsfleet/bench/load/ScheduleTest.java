package io.wsfleet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void isEvenHoweverLateItIsCarriedOut() {
    var schedule = new Schedule(1_000, 3);
    assertEquals(1_000, schedule.due());
    assertEquals(0, schedule.advance());
    assertEquals(333_334_333L, schedule.due());
    assertEquals(1, schedule.advance());
    assertEquals(666_667_667L, schedule.due());
  }

  @Test
  void doesNotDriftInAnHour() {
    var schedule = new Schedule(0, 1000);
    for (int sent = 0; sent < 3_600_000; sent++) {
      schedule.advance();
    }
    assertEquals(3_600_000_000_000L, schedule.due());
  }
}
