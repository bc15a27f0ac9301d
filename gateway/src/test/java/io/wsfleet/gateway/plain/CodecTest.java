package io.wsfleet.gateway.plain;

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

class CodecTest {
  private final Codec codec = new Codec(50);

  @Test
  void readsEachRequest() {
    assertEquals(new Request.Join(1, "lobby"), read("{`type`:`join`,`room`:`lobby`,`id`:1}"));
    assertEquals(new Request.Leave(-1, "lobby"), read("{`type`:`leave`,`room`:`lobby`}"));
    assertEquals(
        new Request.Publish(2, "lobby", Event.of("said", "\"hi\"", "1.50")),
        read("{`type`:`publish`,`room`:`lobby`,`event`:`said`,`data`:[`hi`,1.50],`id`:2}"));
    assertEquals(new Request.Emit(-1, Event.of("say")), read("{`type`:`emit`,`event`:`say`}"));
    assertEquals(
        new Request.Answer(7, JsonPayload.of("[true]")),
        read("{`type`:`ack`,`id`:7,`data`:[true]}"));
    assertEquals(new Request.Ping(), read("{`type`:`ping`,`more`:{}}"));
  }

  @Test
  void takesBinaryDataOutOfTheArguments() {
    Request.Emit emit =
        (Request.Emit) read("{`type`:`emit`,`event`:`e`,`data`:[{`$binary`:`AQI=`}]}");
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
        "{`id`:3} | 3 | type is missing",
        "{`id`:3,`type`:`dance`} | 3 | none of join",
        "{`id`:3,`type`:`join`} | 3 | room is missing",
        "{`id`:3,`type`:`join`,`room`:``} | 3 | room is missing",
        "{`id`:3,`type`:`publish`,`room`:`r`} | 3 | event is missing",
        "{`id`:3,`type`:`emit`,`event`:`disconnect`} | 3 | keeps for itself",
        "{`id`:3,`type`:`emit`,`event`:`e`,`data`:{}} | 3 | data is an array",
        "{`id`:3,`type`:`emit`,`event`:`e`,`data`:[{`$binary`:1}]} | 3 | base64",
        "{`id`:3,`type`:`emit`,`event`:`e`,`data`:[{`_placeholder`:true}]} | 3 | placeholder",
        "{`type`:`ack`,`data`:[]} | -1 | has the id",
      })
  void saysWhatIsWrong(String message, long id, String why) {
    Request.Malformed malformed = assertInstanceOf(Request.Malformed.class, read(message));
    assertEquals(id, malformed.id());
    assertTrue(malformed.why().contains(why), malformed.why());
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    String deep = "[".repeat(60) + "]".repeat(60);
    assertInstanceOf(
        Request.Malformed.class, read("{`type`:`emit`,`event`:`e`,`data`:" + deep + "}"));
  }

  @Test
  void writesEachAnswer() {
    assertEquals(
        "{\"type\":\"welcome\",\"socket\":\"s1\",\"maxPayload\":1000}", codec.welcome("s1", 1000));
    assertEquals(
        "{\"type\":\"ack\",\"id\":3,\"data\":[1]}", codec.acknowledged(3, JsonPayload.of("[1]")));
    assertEquals("{\"type\":\"error\",\"message\":\"no\"}", codec.error(-1, "no", ""));
    assertEquals(
        "{\"type\":\"error\",\"id\":4,\"message\":\"\\\"no\\\"\",\"data\":{}}",
        codec.error(4, "\"no\"", "{}"));
  }

  @Test
  void writesEventsWithTheirBinaryDataAndTheIdToAnswerBy() {
    Event event =
        new Event("said", ",\"hi\",{\"_placeholder\":true,\"num\":0}", List.of(new byte[] {1, 2}));
    assertEquals(
        "{\"type\":\"event\",\"event\":\"said\",\"data\":[\"hi\",{\"$binary\":\"AQI=\"}]}",
        Delivery.of("/", event, false, "1-7").encodedAs(codec.encoding));
    assertEquals(
        "{\"type\":\"event\",\"id\":9,\"event\":\"ask\",\"data\":[]}",
        Delivery.expectingAck("/", Event.of("ask"), 9, false).encodedAs(codec.encoding));
  }

  @Test
  void opensOnlyRoomsThatMatchAndNeverThatOfASocket() {
    OpenRooms rooms = OpenRooms.of(List.of("lobby", "game:*"));
    assertTrue(rooms.has("lobby"));
    assertTrue(rooms.has("game:7/left"));
    assertEquals(false, rooms.has("lobby2"));
    assertEquals(false, OpenRooms.of(List.of()).has("lobby"));
    OpenRooms all = OpenRooms.of(List.of("*"));
    assertTrue(all.has("anything"));
    assertEquals(false, all.has("AbCdEfGhIjKlMnOpQrSt"));
    assertEquals(false, all.has("/chat#AbCdEfGhIjKlMnOpQrSt"));
  }

  private Request read(String message) {
    return codec.read(message.replace('`', '"'));
  }
}
