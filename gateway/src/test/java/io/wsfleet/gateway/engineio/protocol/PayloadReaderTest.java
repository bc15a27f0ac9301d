package io.wsfleet.gateway.engineio.protocol;

import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V3;
import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V4;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
  @Test
  void readsThePacketsOfEngineIo4() {
    assertEquals(
        List.of("42[\"a\"]", "bAQID", "3"),
        read(PayloadReader.of(V4, "42[\"a\"]\u001ebAQID\u001e3")));
    assertEquals(List.of(""), read(PayloadReader.of(V4, "")));
    assertEquals(List.of("4", ""), read(PayloadReader.of(V4, "4\u001e")));
  }

  @Test
  void readsTheTextOfEngineIo3() {
    assertEquals(List.of("4€😀", "b4AQID"), read(PayloadReader.of(V3, "4:4€😀6:b4AQID")));
    assertEquals(List.of(), read(PayloadReader.of(V3, "0:")));
    assertEquals(List.of("2"), read(PayloadReader.of(V3, "0:1:2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1",
        "1:",
        "a:4",
        "-1:4",
        "3:4a",
        "1:4x",
        "99999999999:4",
        "+1:4",
        " 1:4"
      })
  void reportsAMalformedTextPayloadOfEngineIo3(String body) {
    List<String> read = read(PayloadReader.of(V3, body));
    assertEquals("broken", read.get(read.size() - 1));
  }

  @Test
  void readsTheBinaryFormOfEngineIo3() {
    assertEquals(
        List.of("4€", "04010203"), read(PayloadReader.of(bytes("0004ff34e282ac0104ff04010203"))));
    assertEquals(List.of(), read(PayloadReader.of(new byte[0])));
  }

  @ParameterizedTest
  @CsvSource({
    "00",
    "0004",
    "00ff34",
    "0002ff34",
    "0204ff34343434",
    "000aff34",
    "8001ff34",
    "0001010101010101010101ff34",
    "00040404040404040404"
  })
  void reportsAMalformedBinaryPayload(String body) {
    assertEquals(List.of("broken"), read(PayloadReader.of(bytes(body))));
  }

  @Test
  void costsNothingBehindABadPacket() {
    PayloadReader reader = PayloadReader.of(V4, "\u001e".repeat(1_000_000));
    assertEquals(new PolledPacket.Text(""), reader.next());
  }

  @Test
  void readsAMillionEmptyPayloadsWithoutDeepRecursion() {
    assertEquals(List.of(), read(PayloadReader.of(V3, "0:".repeat(500_000))));
  }

  private static List<String> read(PayloadReader reader) {
    List<String> packets = new ArrayList<>();
    while (true) {
      PolledPacket packet = reader.next();
      if (packet instanceof PolledPacket.Text text) {
        packets.add(text.packet());
      } else if (packet instanceof PolledPacket.Binary binary) {
        packets.add(hex(binary.packet()));
      } else if (packet instanceof PolledPacket.Malformed) {
        packets.add("broken");
        return packets;
      } else {
        return packets;
      }
    }
  }

  private static String text(PayloadWriter writer) {
    return new String(writer.encode().body(), UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
