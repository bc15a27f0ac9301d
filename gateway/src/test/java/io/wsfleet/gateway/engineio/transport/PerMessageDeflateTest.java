package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compression of websocket messages, which is off unless configured. */
class PerMessageDeflateTest {
  private static final String ASK =
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
  private static final int COMPRESSED_TEXT = 0xc1;

  private GatewayServer server;

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void compressesLongMessagesForClientsThatAsk() throws Exception {
    server = start("true");
    try (RawClient client = joined()) {
      String text = "42[\"all\",\"" + "long ".repeat(1000) + "\"]";
      client.frame(COMPRESSED_TEXT, deflate(text));
      RawClient.Frame frame = client.read();
      assertTrue(frame.payload().length < 500, "bytes: " + frame.payload().length);
      assertEquals(text, inflate(frame.payload()));
      client.send("42[\"all\",\"short\"]");
      assertEquals("42[\"all\",\"short\"]", client.text());
    }
  }

  @Test
  void countsAMessageAsLargeAsItIsInflated() throws Exception {
    server = start("true");
    try (RawClient client = joined()) {
      byte[] bomb = deflate("42[\"quiet\",\"" + "x".repeat(200_000_000) + "\"]");
      assertTrue(bomb.length < 1_000_000, "bytes: " + bomb.length);
      client.frame(COMPRESSED_TEXT, bomb);
      assertEquals(1009, client.closeStatus());
    }
    await().until(() -> closed(CloseReason.MESSAGE_TOO_BIG) == 1);
  }

  @Test
  void closesOnWhatCannotBeInflated() throws Exception {
    server = start("true");
    try (RawClient client = joined()) {
      client.frame(COMPRESSED_TEXT, new byte[] {(byte) 0xff, 0, 1, 2, 3, 4, 5, 6, 7});
      assertEquals(1002, client.closeStatus());
    }
  }

  @Test
  void negotiatesNothingUnlessConfigured() throws Exception {
    server = start("false");
    try (RawClient client = RawClient.connect(server.port())) {
      String answer = client.request("GET", RawClient.V4, RawClient.upgradeHeaders() + ASK);
      assertFalse(answer.contains("permessage-deflate"), answer);
      client.text();
      client.frame(COMPRESSED_TEXT, deflate("40"));
      assertEquals(1002, client.closeStatus());
    }
  }

  private static GatewayServer start(String deflate) throws Exception {
    return GatewayServer.start(
        "WSFLEET_RECOVERY_WINDOW_SECONDS", "0", "WSFLEET_PROTOCOL_PER_MESSAGE_DEFLATE", deflate);
  }

  private RawClient joined() throws Exception {
    RawClient client = RawClient.connect(server.port());
    String answer = client.request("GET", RawClient.V4, RawClient.upgradeHeaders() + ASK);
    assertTrue(answer.contains("permessage-deflate\r\n"), answer);
    client.text();
    client.connectNamespace();
    return client;
  }

  private long closed(CloseReason reason) {
    return server.gateway().transportCounters().closed(reason);
  }

  /** A message as the extension wants it: raw, and without the empty block at its end. */
  private static byte[] deflate(String text) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(text.getBytes(UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[65536];
    int size = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
    while (size > 0) {
      out.write(chunk, 0, size);
      size = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
    }
    deflater.end();
    return Arrays.copyOf(out.toByteArray(), out.size() - 4);
  }

  private static String inflate(byte[] message) throws Exception {
    Inflater inflater = new Inflater(true);
    byte[] whole = Arrays.copyOf(message, message.length + 4);
    whole[message.length + 2] = (byte) 0xff;
    whole[message.length + 3] = (byte) 0xff;
    inflater.setInput(whole);
    byte[] text = new byte[1_000_000];
    int size = inflater.inflate(text);
    inflater.end();
    return new String(text, 0, size, UTF_8);
  }
}
