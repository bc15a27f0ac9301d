package io.wsfleet.gateway.handlers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.handlers.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2, 2};

  @Test
  void replacesPlaceholdersByBinaryData() {
    Event event =
        new Event(
            "e",
            ",{\"_placeholder\":true,\"num\":1},[{\"a\":{\"_placeholder\":true,\"num\":0}}],7",
            List.of(ONE, TWO));
    List<Value> arguments = Arguments.of(event);
    assertArrayEquals(TWO, arguments.get(0).bytes());
    assertArrayEquals(ONE, arguments.get(1).get(0).get("a").bytes());
    assertEquals(7, arguments.get(2).integer());
  }

  @Test
  void keepsAPlaceholderInAnEventWithoutBinaryData() {
    Event event = Event.of("e", "{\"_placeholder\":true,\"num\":0}");
    Value argument = Arguments.of(event).get(0);
    assertEquals(0, argument.get("num").integer());
    assertEquals(event, Arguments.event("e", argument));
  }

  @Test
  void numbersPlaceholdersInTheOrderOfTheAttachments() {
    Event event = Arguments.event("e", ONE, List.of(Map.of("a", TWO)), null, "x");
    assertEquals(
        ",{\"_placeholder\":true,\"num\":0},[{\"a\":{\"_placeholder\":true,\"num\":1}}],null,\"x\"",
        event.tail());
    assertEquals(List.of(ONE, TWO), event.attachments());
    assertEquals(new Event("e", "", List.of()), Arguments.event("e"));
    assertEquals(JsonPayload.of("[]"), Arguments.payload(List.of()));
  }

  @Test
  void rejectsTooManyAttachmentsAndForgedPlaceholders() {
    Object[] eleven = Collections.nCopies(11, ONE).toArray();
    assertThrows(IllegalArgumentException.class, () -> Arguments.event("e", eleven));
    Map<String, Object> forged = Map.of("_placeholder", true, "num", 5);
    assertThrows(IllegalArgumentException.class, () -> Arguments.event("e", forged, ONE));
  }

  /** Each receiver would close its connection; as in Node, the caller is told. */
  @Test
  void refusesEventNamesThatAreReserved() {
    for (String name : List.of("connect", "disconnect", "newListener")) {
      Exception refused =
          assertThrows(IllegalArgumentException.class, () -> Arguments.clientEvent(name, 1));
      assertTrue(refused.getMessage().contains("choose another name"), refused.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> Arguments.serverEvent("new_namespace"));
    assertEquals("disconnect", Arguments.serverEvent("disconnect").name());
  }
}
