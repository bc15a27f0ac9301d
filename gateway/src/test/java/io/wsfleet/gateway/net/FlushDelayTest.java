package io.wsfleet.gateway.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FlushDelayTest {
  private static final long MILLI = 1_000_000;
  private static final long NOW = Math.subtractExact(Long.MAX_VALUE, 5 * MILLI);

  private final FlushDelay flushDelay = new FlushDelay(0);

  @Test
  void hasNoDelayBeforeTheFirstWrite() {
    assertEquals(0, flushDelay.delayNanos(NOW));
  }

  @Test
  void waitsHalfTheLastWriteTimeAndAtMostTwoMilliseconds() {
    flushDelay.onFlushed(NOW, NOW + MILLI);
    assertEquals(MILLI / 2, flushDelay.delayNanos(NOW + MILLI));
    assertEquals(MILLI / 2, flushDelay.delayNanos(NOW + 2 * MILLI - 1));
    // The clock may pass its greatest value.
    flushDelay.onFlushed(NOW + 4 * MILLI, NOW + 24 * MILLI);
    assertEquals(2 * MILLI, flushDelay.delayNanos(NOW + 25 * MILLI));
  }

  @Test
  void hasNoDelayAfterAnIdleTime() {
    flushDelay.onFlushed(NOW, NOW + MILLI);
    assertEquals(0, flushDelay.delayNanos(NOW + 2 * MILLI));
  }

  @Test
  void ignoresShortWrites() {
    flushDelay.onFlushed(NOW, NOW + MILLI / 10);
    assertEquals(0, flushDelay.delayNanos(NOW + MILLI / 10));
    flushDelay.onFlushed(NOW, NOW + MILLI);
    flushDelay.onFlushed(NOW + MILLI, NOW + MILLI + 100);
    assertEquals(MILLI / 2, flushDelay.delayNanos(NOW + MILLI + 100));
  }

  @Test
  void waitsForTheConfiguredTime() {
    FlushDelay told = new FlushDelay(3 * MILLI);
    assertEquals(3 * MILLI, told.delayNanos(NOW));
    told.onFlushed(NOW, NOW + 20 * MILLI);
    assertEquals(3 * MILLI, told.delayNanos(NOW + 20 * MILLI));
  }
}
