package io.wsfleet.gateway.engineio.protocol;

import static io.wsfleet.gateway.JavaScriptParsers.binary;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.JavaScriptParsers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random messages, text and binary, put together to the bodies of polling requests by the parsers
 * of both versions and read here, and written here and read by them.
 */
class JavaScriptPayloadsTest {
  private static final int PAYLOADS = 2_000;
  private static final int SEED = 20261123;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JavaScriptParsers parsers;

  /** The forms of a body; in the last, one of text is binary only if a message is. */
  private enum Form {
    V4("v4", EngineVersion.V4, true),
    V3_TEXT("v3-text", EngineVersion.V3, true),
    V3_BINARY("v3-binary", EngineVersion.V3, false);

    private final String name;
    private final EngineVersion version;
    private final boolean textOnly;

    Form(String name, EngineVersion version, boolean textOnly) {
      this.name = name;
      this.version = version;
      this.textOnly = textOnly;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    parsers = JavaScriptParsers.start();
  }

  @AfterAll
  static void stop() {
    if (parsers != null) {
      parsers.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatClientsWrite(Form form) throws Exception {
    for (JsonNode payload : payloads(form)) {
      assertEquals(messages(payload), read(form, payload.get("body")), () -> payload.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesWhatClientsRead(Form form) throws Exception {
    List<JsonNode> payloads = payloads(form);
    List<Object> bodies = new ArrayList<>();
    for (JsonNode payload : payloads) {
      bodies.add(write(form, payload.get("messages")));
    }
    JsonNode read =
        parsers
            .request(Map.of("do", "readPayloads", "form", form.name, "bodies", bodies))
            .get("payloads");
    assertEquals(PAYLOADS, read.size());
    for (int i = 0; i < PAYLOADS; i++) {
      assertEquals(payloads.get(i).get("messages"), read.get(i));
    }
  }

  private static List<JsonNode> payloads(Form form) throws Exception {
    List<JsonNode> payloads = new ArrayList<>();
    parsers
        .request(Map.of("do", "payloads", "form", form.name, "seed", SEED, "count", PAYLOADS))
        .get("payloads")
        .forEach(payloads::add);
    assertEquals(PAYLOADS, payloads.size());
    return payloads;
  }

  private static List<String> messages(JsonNode payload) {
    List<String> messages = new ArrayList<>();
    payload.get("messages").forEach(message -> messages.add(message.toString()));
    return messages;
  }

  private static List<String> read(Form form, JsonNode body) throws IOException {
    PayloadReader reader =
        body.isTextual()
            ? PayloadReader.of(form.version, body.textValue())
            : PayloadReader.of(body.get("binary").binaryValue());
    EngineSession session =
        new EngineSession(form.version, new HeartbeatSettings(25_000, 20_000), 0);
    List<String> messages = new ArrayList<>();
    PolledPacket packet = reader.next();
    while (!(packet instanceof PolledPacket.End)) {
      messages.add(message(reaction(session, packet)));
      packet = reader.next();
    }
    return messages;
  }

  private static SessionAction reaction(EngineSession session, PolledPacket packet) {
    if (packet instanceof PolledPacket.Text text) {
      return session.onText(text.packet(), 0);
    } else if (packet instanceof PolledPacket.Binary bytes) {
      return session.onBinary(bytes.packet(), 0);
    }
    throw new AssertionError("cannot be read");
  }

  private static String message(SessionAction sessionAction) throws IOException {
    if (sessionAction instanceof SessionAction.Text text) {
      return JSON.writeValueAsString(text.message());
    } else if (sessionAction instanceof SessionAction.Binary bytes) {
      return JSON.writeValueAsString(binary(bytes.message()));
    }
    throw new AssertionError("no message but " + sessionAction);
  }

  private static Object write(Form form, JsonNode messages) throws IOException {
    PayloadWriter writer = new PayloadWriter(form.version, form.textOnly);
    for (int i = 0; i < messages.size(); ) {
      // Binary messages follow a text one; the first may have none before it.
      String head = messages.get(i).isTextual() ? "4" + messages.get(i++).textValue() : null;
      List<byte[]> attachments = new ArrayList<>();
      while (i < messages.size() && !messages.get(i).isTextual()) {
        attachments.add(messages.get(i++).get("binary").binaryValue());
      }
      writer.add(head == null ? "6" : head, attachments);
    }
    PayloadWriter.Payload payload = writer.encode();
    return payload.contentType().startsWith("text/")
        ? new String(payload.body(), UTF_8)
        : binary(payload.body());
  }
}
