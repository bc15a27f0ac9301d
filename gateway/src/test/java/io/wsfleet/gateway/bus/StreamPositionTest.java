package io.wsfleet.gateway.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class StreamPositionTest {
  @Test
  void parsesOnlyAnIdWithAnEpoch() {
    assertEquals(new StreamPosition(new StreamId(1, 2), "h.x"), StreamPosition.parse("1-2.h.x"));
    assertNull(StreamPosition.parse("v"));
    assertNull(StreamPosition.parse(null));
    assertNull(StreamPosition.parse("1-2." + "x".repeat(100)));
  }
}
