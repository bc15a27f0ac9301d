package io.wsfleet.gateway.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamIdTest {
  @Test
  void parsesOnlyTermAndNumber() {
    assertEquals(new StreamId(3, 57), StreamId.parse("3-57"));
    for (String text : List.of("", "-", "3", "3-", "-3-5", "a-1", "1-99999999999999999999")) {
      assertNull(StreamId.parse(text), text);
    }
  }
}
