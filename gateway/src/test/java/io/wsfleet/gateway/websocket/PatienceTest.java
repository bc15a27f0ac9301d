package io.wsfleet.gateway.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long MILLI = 1_000_000;
  private static final long NOW = Math.subtractExact(Long.MAX_VALUE, 5 * MILLI);

  private final Patience patience = new Patience(0);

  @Test
  void hasNoneOnALoopThatHasWrittenNothingYet() {
    assertEquals(0, patience.nanos(NOW));
  }

  @Test
  void waitsForHalfOfWhatWritingTookAndAtMostTwoMilliseconds() {
    patience.wrote(NOW, NOW + MILLI);
    assertEquals(MILLI / 2, patience.nanos(NOW + MILLI));
    assertEquals(MILLI / 2, patience.nanos(NOW + 2 * MILLI - 1));
    // The clock may pass its greatest value.
    patience.wrote(NOW + 4 * MILLI, NOW + 24 * MILLI);
    assertEquals(2 * MILLI, patience.nanos(NOW + 25 * MILLI));
  }

  @Test
  void hasNoneOnALoopThatWasIdleForAsLongAsItHadWritten() {
    patience.wrote(NOW, NOW + MILLI);
    assertEquals(0, patience.nanos(NOW + 2 * MILLI));
  }

  @Test
  void passesOverWhatTookHardlyAnyTime() {
    patience.wrote(NOW, NOW + MILLI / 10);
    assertEquals(0, patience.nanos(NOW + MILLI / 10));
    patience.wrote(NOW, NOW + MILLI);
    patience.wrote(NOW + MILLI, NOW + MILLI + 100);
    assertEquals(MILLI / 2, patience.nanos(NOW + MILLI + 100));
  }

  @Test
  void waitsAsLongAsItIsTold() {
    Patience told = new Patience(3 * MILLI);
    assertEquals(3 * MILLI, told.nanos(NOW));
    told.wrote(NOW, NOW + 20 * MILLI);
    assertEquals(3 * MILLI, told.nanos(NOW + 20 * MILLI));
  }
}
