package io.wsfleet.gateway.socketio.protocol;

import static io.wsfleet.gateway.JavaScriptParsers.binary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.gateway.JavaScriptParsers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketValidatorTest {
  private static final byte[] BYTES = {1};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect_error",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener"
      })
  void refusesNamesThatClientsReserve(String name) {
    assertEquals(PacketViolation.RESERVED_EVENT, PacketValidator.violation(Event.of(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection", "error", "reconnect", "", "\ud800", "__proto__", "Connect"})
  void allowsOtherNames(String name) {
    assertNull(PacketValidator.violation(Event.of(name)));
  }

  @Test
  void refusesMoreThanTenAttachments() {
    assertNull(PacketValidator.violation(withAttachments(10)));
    assertEquals(
        PacketViolation.TOO_MANY_ATTACHMENTS, PacketValidator.violation(withAttachments(11)));
    assertEquals(
        PacketViolation.TOO_MANY_ATTACHMENTS,
        PacketValidator.violation(new JsonPayload("[]", Collections.nCopies(11, BYTES))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0      | true",
        "1      | true",
        "2      | false",
        "-1     | false",
        "'\"0\"'| false",
        "null   | false",
        "0.5    | false"
      })
  void refusesAPlaceholderWithoutItsAttachment(String num, boolean allowed) {
    Event event = placeholders(2, num);
    assertEquals(
        allowed ? null : PacketViolation.UNKNOWN_ATTACHMENT, PacketValidator.violation(event));
  }

  /** It is data then, for clients too. */
  @Test
  void allowsPlaceholdersWithoutAnyAttachment() {
    assertNull(PacketValidator.violation(placeholders(0, "7")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "connection", "new_namespace"})
  void refusesNamesThatServersReserve(String name) {
    assertEquals(
        PacketViolation.RESERVED_SERVER_EVENT, PacketValidator.serverViolation(Event.of(name)));
    assertNull(PacketValidator.serverViolation(Event.of("disconnect")));
  }

  /** What is allowed is read by the parser of clients; the same attachment twice is too. */
  @ParameterizedTest
  @ValueSource(ints = {4, 2})
  void agreesWithTheParsersOfClients(int generation) throws Exception {
    List<Event> events =
        List.of(
            Event.of("connection"),
            Event.of(""),
            withAttachments(10),
            placeholders(2, "1"),
            placeholders(2, "0,\"x\":1"),
            new Event(
                "twice",
                ",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}",
                List.of(BYTES)));
    List<List<Object>> packets = new ArrayList<>();
    for (Event event : events) {
      assertNull(PacketValidator.violation(event), event.name());
      var packet = SocketEncoder.event("/", event, Packet.NO_ACK, false);
      List<Object> messages = new ArrayList<>(List.of(packet.text().substring(1)));
      packet.attachments().forEach(attachment -> messages.add(binary(attachment)));
      packets.add(messages);
    }
    try (JavaScriptParsers parsers = JavaScriptParsers.start()) {
      JsonNode read =
          parsers
              .request(Map.of("do", "read", "generation", generation, "packets", packets))
              .get("means");
      assertEquals(events.size(), read.size(), read::toString);
    }
  }

  private static Event withAttachments(int count) {
    StringBuilder tail = new StringBuilder();
    for (int num = 0; num < count; num++) {
      tail.append(",{\"_placeholder\":true,\"num\":").append(num).append('}');
    }
    return new Event("e", tail.toString(), Collections.nCopies(count, BYTES));
  }

  private static Event placeholders(int attachments, String num) {
    return new Event(
        "e",
        ",{\"_placeholder\":true,\"num\":" + num + "}",
        Collections.nCopies(attachments, BYTES));
  }
}
