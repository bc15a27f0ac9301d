package io.wsfleet.gateway.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private final MessageCodec messageCodec = new MessageCodec(50);

  @Test
  void decodesEachMessage() {
    assertEquals(new ClientMessage.Join(1, "lobby"), read("{`type`:`join`,`room`:`lobby`,`id`:1}"));
    assertEquals(new ClientMessage.Leave(-1, "lobby"), read("{`type`:`leave`,`room`:`lobby`}"));
    assertEquals(
        new ClientMessage.Publish(2, "lobby", Event.of("said", "\"hi\"", "1.50")),
        read("{`type`:`publish`,`room`:`lobby`,`event`:`said`,`data`:[`hi`,1.50],`id`:2}"));
    assertEquals(
        new ClientMessage.Emit(-1, Event.of("say")), read("{`type`:`emit`,`event`:`say`}"));
    assertEquals(
        new ClientMessage.Ack(7, JsonPayload.of("[true]")),
        read("{`type`:`ack`,`id`:7,`data`:[true]}"));
    assertEquals(new ClientMessage.Ping(), read("{`type`:`ping`,`more`:{}}"));
  }

  /** A receiver would close its connection, come back and receive it again. */
  @ParameterizedTest
  @ValueSource(strings = {"publish", "emit"})
  void refusesMoreAttachmentsThanClientsAccept(String type) {
    String binary = "{`$binary`:`AQI=`}";
    String ten = (binary + ",").repeat(9) + binary;
    String message = "{`id`:3,`type`:`" + type + "`,`room`:`r`,`event`:`e`,`data`:[%s]}";
    assertInstanceOf(ClientMessage.class, read(message.formatted(ten)));
    ClientMessage.Malformed malformed =
        assertInstanceOf(
            ClientMessage.Malformed.class, read(message.formatted(ten + "," + binary)));
    assertTrue(malformed.reason().contains("at most 10 binary attachments"), malformed.reason());
  }

  @Test
  void decodesBinaryDataToAttachments() {
    ClientMessage.Emit emit =
        (ClientMessage.Emit) read("{`type`:`emit`,`event`:`e`,`data`:[{`$binary`:`AQI=`}]}");
    assertEquals(",{\"_placeholder\":true,\"num\":0}", emit.event().tail());
    assertArrayEquals(new byte[] {1, 2}, emit.event().attachments().get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | -1 | one JSON object",
        "[] | -1 | one JSON object",
        "{`type`:`join`,`type`:`leave`} | -1 | one JSON object",
        "{`type`:`join`,`room`:`a`}x | -1 | one JSON object",
        "{`id`:-1} | -1 | whole number",
        "{`id`:1.5} | -1 | whole number",
        "{`id`:9007199254740992} | -1 | whole number",
        "{`id`:3} | 3 | type must be a non-empty string",
        "{`id`:3,`type`:`dance`} | 3 | type must be join",
        "{`id`:3,`type`:`join`} | 3 | room must be a non-empty string",
        "{`id`:3,`type`:`join`,`room`:``} | 3 | room must be a non-empty string",
        "{`id`:3,`type`:`publish`,`room`:`r`} | 3 | event must be a non-empty string",
        "{`id`:3,`type`:`emit`,`event`:`disconnect`} | 3 | Socket.IO reserves",
        "{`id`:3,`type`:`emit`,`event`:`e`,`data`:{}} | 3 | must be the array",
        "{`id`:3,`type`:`emit`,`event`:`e`,`data`:[{`$binary`:1}]} | 3 | base64",
        "{`id`:3,`type`:`emit`,`event`:`e`,`data`:[{`_placeholder`:true}]} | 3 | placeholder",
        "{`type`:`ack`,`data`:[]} | -1 | must have the id",
      })
  void explainsAnInvalidMessage(String message, long id, String why) {
    ClientMessage.Malformed malformed =
        assertInstanceOf(ClientMessage.Malformed.class, read(message));
    assertEquals(id, malformed.id());
    assertTrue(malformed.reason().contains(why), malformed.reason());
  }

  @Test
  void rejectsDeepNesting() {
    String deep = "[".repeat(60) + "]".repeat(60);
    assertInstanceOf(
        ClientMessage.Malformed.class, read("{`type`:`emit`,`event`:`e`,`data`:" + deep + "}"));
  }

  @Test
  void encodesEachMessage() {
    assertEquals(
        "{\"type\":\"welcome\",\"socket\":\"s1\",\"maxPayload\":1000}",
        messageCodec.welcome("s1", 1000));
    assertEquals(
        "{\"type\":\"ack\",\"id\":3,\"data\":[1]}", messageCodec.ack(3, JsonPayload.of("[1]")));
    assertEquals("{\"type\":\"error\",\"message\":\"no\"}", messageCodec.error(-1, "no", ""));
    assertEquals(
        "{\"type\":\"error\",\"id\":4,\"message\":\"\\\"no\\\"\",\"data\":{}}",
        messageCodec.error(4, "\"no\"", "{}"));
  }

  @Test
  void encodesEventsWithBinaryDataAndAckId() {
    Event event =
        new Event("said", ",\"hi\",{\"_placeholder\":true,\"num\":0}", List.of(new byte[] {1, 2}));
    assertEquals(
        "{\"type\":\"event\",\"event\":\"said\",\"data\":[\"hi\",{\"$binary\":\"AQI=\"}]}",
        encoded(Delivery.of("/", event, false, "1-7")));
    assertEquals(
        "{\"type\":\"event\",\"id\":9,\"event\":\"ask\",\"data\":[]}",
        encoded(Delivery.expectingAck("/", Event.of("ask"), 9, false)));
  }

  private String encoded(Delivery delivery) {
    return new String(delivery.encodedAs(messageCodec.encoding), UTF_8);
  }

  private ClientMessage read(String message) {
    return messageCodec.read(message.replace('`', '"'));
  }
}
