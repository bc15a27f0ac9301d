package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class InlineBinaryTest {
  private final InlineBinary inline = new InlineBinary(new JsonText(50));

  @Test
  void makesAttachmentsOfBinaryDataWhereverItIs() throws Exception {
    Event event =
        inline.event(
            "file", "[{\"$binary\":\"aGk=\"}, {\"a\":[1.10,{\"$binary\" : \"eW91\"}]},\"x\"]");
    assertEquals(
        ",{\"_placeholder\":true,\"num\":0}, {\"a\":[1.10,{\"_placeholder\":true,\"num\":1}]},\"x\"",
        event.tail());
    assertEquals(List.of("hi", "you"), event.attachments().stream().map(String::new).toList());
  }

  @Test
  void leavesEverythingElseAsItCame() throws Exception {
    String arguments = "[ 1e400,\"\\ud800 \\u00e9 \uD83D\uDE00\", {\"b\":{ }, \"$binary2\":[[]]} ]";
    Event event = inline.event("e", arguments);
    assertEquals("," + arguments.substring(1, arguments.length() - 1), event.tail());
    assertTrue(event.attachments().isEmpty());
    assertEquals("", inline.event("e", " [ ] ").tail());
  }

  @Test
  void givesBinaryDataBackWithinTheJson() throws Exception {
    String arguments = "[{\"$binary\":\"aGk=\"},{\"a\":[{\"$binary\":\"eW91\"}],\"b\":2}]";
    assertEquals(arguments, inline.arguments(inline.event("e", arguments)));
  }

  @Test
  void givesTheBinaryDataOfAnyValue() {
    List<byte[]> attachments = List.of("hi".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "{\"$binary\":\"aGk=\"}",
        inline.json(new JsonPayload("{\"_placeholder\":true,\"num\":0}", attachments)));
    assertEquals("7", inline.json(new JsonPayload("7", attachments)));
  }

  @Test
  void knowsPlaceholdersInEitherOrder() {
    Event event =
        new Event(
            "e",
            ",{\"num\":0,\"_placeholder\":true},{\"num\":0,\"_placeholder\":true,\"c\":{\"d\":1}}",
            List.of("hi".getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "[{\"$binary\":\"aGk=\"},{\"num\":0,\"_placeholder\":true,\"c\":{\"d\":1}}]",
        inline.arguments(event));
  }

  @Test
  void leavesWhatOnlyLooksLikeAPlaceholder() {
    byte[] attachment = {1};
    String arguments =
        "[{\"_placeholder\":true,\"num\":7},{\"_placeholder\":{\"_placeholder\":true,\"num\":0}},"
            + "{\"num\":{\"num\":0,\"_placeholder\":true}}]";
    assertEquals(
        "[{\"_placeholder\":true,\"num\":7},{\"_placeholder\":{\"$binary\":\"AQ==\"}},"
            + "{\"num\":{\"$binary\":\"AQ==\"}}]",
        inline.json(new JsonPayload(arguments, List.of(attachment))));
  }

  @Test
  void reportsWhyArgumentsAreInvalid() {
    refuses("[{\"_placeholder\":true,\"num\":0}]", "_placeholder is how");
    refuses("[{\"a\":{\"b\":1,\"_placeholder\":true}}]", "_placeholder is how");
    refuses("[{\"$binary\":1}]", "no text");
    refuses("[{\"$binary\":\"%\"}]", "not base64");
    refuses("[{\"$binary\":\"\",\"a\":1}]", "no other members");
    refuses("{}", "must be a JSON array");
    refuses("[1", "must be a JSON array");
    refuses("[".repeat(51) + "]".repeat(51), "nested too deep");
  }

  private void refuses(String arguments, String why) {
    InlineBinary.InvalidArgumentsException invalidArgumentsException =
        assertThrows(
            InlineBinary.InvalidArgumentsException.class, () -> inline.event("e", arguments));
    assertTrue(
        invalidArgumentsException.reason().contains(why), invalidArgumentsException.reason());
  }
}
