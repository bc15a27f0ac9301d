package io.wsfleet.gateway.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.wsfleet.gateway.socketio.protocol.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomArgumentTest {

  @Test
  void isTheFirstArgument() {
    assertEquals("lobby", RoomArgument.of(Event.of("e", "\"lobby\"", "2")));
    assertEquals("é\"😀", RoomArgument.of(Event.of("e", "\"é\\\"\\ud83d\\ude00\"")));
    assertEquals("a".repeat(128), RoomArgument.of(Event.of("e", "\"" + "a".repeat(128) + "\"")));
    assertEquals("a".repeat(21), RoomArgument.of(Event.of("e", "\"" + "a".repeat(21) + "\"")));
    assertEquals("nineteen-characters", RoomArgument.of(Event.of("e", "\"nineteen-characters\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "null",
        "true",
        "[\"a\"]",
        "{\"a\":\"b\"}",
        "\"\"",
        "\"fFj9RZ5afr6Sey7_AAAB\"",
        "\"/chat#fFj9RZ5afr6Sey7_AAAB\"",
        "\"/#fFj9RZ5afr6Sey7_AAAB\"",
        "\"fFj9RZ5afr6Sey7_AAA\\u0042\""
      })
  void isNullForANameThatClientsMayNotUse(String argument) {
    assertNull(RoomArgument.of(Event.of("e", argument)));
  }

  @Test
  void isNullWithoutAnArgumentOrWithALongOne() {
    assertNull(RoomArgument.of(Event.of("e")));
    assertNull(RoomArgument.of(Event.of("e", "\"" + "a".repeat(129) + "\"")));
  }
}
