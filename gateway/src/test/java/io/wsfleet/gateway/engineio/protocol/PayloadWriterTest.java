package io.wsfleet.gateway.engineio.protocol;

import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V3;
import static io.wsfleet.gateway.engineio.protocol.EngineVersion.V4;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadWriterTest {
  private static final byte[] BINARY = {1, 2, 3};

  @Test
  void separatesThePacketsOfEngineIo4() {
    PayloadWriter writer = new PayloadWriter(V4, false);
    writer.add("42[\"msg\",1]", List.of());
    writer.add("451-[\"msg\",{\"_placeholder\":true,\"num\":0}]", List.of(BINARY));
    assertEquals("text/plain; charset=UTF-8", writer.encode().contentType());
    assertEquals(
        "42[\"msg\",1]\u001e451-[\"msg\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID",
        text(writer));
  }

  @Test
  void countsTheTextOfEngineIo3InUtf16() {
    PayloadWriter writer = new PayloadWriter(V3, true);
    writer.add("4€😀", List.of(BINARY));
    assertEquals("text/plain; charset=UTF-8", writer.encode().contentType());
    assertEquals("4:4€😀6:b4AQID", text(writer));
  }

  @Test
  void writesTextAsTextToAClientOfEngineIo3ThatTakesBinaryToo() {
    PayloadWriter writer = new PayloadWriter(V3, false);
    writer.add("40", List.of());
    assertEquals("text/plain; charset=UTF-8", writer.encode().contentType());
    assertEquals("2:40", text(writer));
  }

  @Test
  void framesTheBinaryOfEngineIo3InBytes() {
    PayloadWriter writer = new PayloadWriter(V3, false);
    writer.add("4€", List.of(BINARY));
    assertEquals("application/octet-stream", writer.encode().contentType());
    assertEquals("0004ff34e282ac0104ff04010203", hex(writer.encode().body()));
  }

  @Test
  void writesLengthsOfSeveralDigits() {
    PayloadWriter writer = new PayloadWriter(V3, false);
    writer.add("4", List.of(new byte[122]));
    assertEquals("0001ff3401010203ff0400", hex(writer.encode().body()).substring(0, 22));
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
