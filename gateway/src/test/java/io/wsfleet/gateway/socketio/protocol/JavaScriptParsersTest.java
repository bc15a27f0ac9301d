package io.wsfleet.gateway.socketio.protocol;

import static io.wsfleet.gateway.JavaScriptParsers.binary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.JavaScriptParsers;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random packets, written by the parsers of clients 4.x and 2.x and read here, and written here and
 * read by them: each side must find in a packet what the other put into it.
 */
class JavaScriptParsersTest {
  private static final int PACKETS = 10_000;
  private static final int SEED = 20261123;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  // A number may be written in more than one way; a double is what JavaScript makes of each.
  private static final Comparator<JsonNode> AS_NUMBERS =
      (a, b) ->
          a.equals(b) || (a.isNumber() && b.isNumber() && a.doubleValue() == b.doubleValue())
              ? 0
              : 1;

  private static JavaScriptParsers parsers;

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
  @ValueSource(ints = {4, 2})
  void readsWhatClientsWrite(int generation) throws Exception {
    for (JsonNode packet : clientPackets(generation)) {
      Packet read = read(packet.get("frames"));
      assertSame(packet.get("means"), meaning(read), packet.get("frames"));
    }
  }

  /** What a client says is passed on to others as it came. */
  @ParameterizedTest
  @ValueSource(ints = {4, 2})
  void passesOnWhatClientsWriteSoThatClientsReadIt(int generation) throws Exception {
    List<EncodedPacket> frames = new ArrayList<>();
    List<JsonNode> meanings = new ArrayList<>();
    for (JsonNode packet : clientPackets(generation)) {
      Packet read = read(packet.get("frames"));
      if (!(read instanceof Packet.Connect)) {
        frames.add(write(read));
        meanings.add(packet.get("means"));
      }
    }
    assertClientsRead(generation, frames, meanings);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2})
  void writesWhatClientsRead(int generation) throws Exception {
    RandomJson random = new RandomJson(new Random(SEED));
    List<EncodedPacket> frames = new ArrayList<>();
    List<JsonNode> meanings = new ArrayList<>();
    for (int i = 0; i < PACKETS; i++) {
      ObjectNode means = random.serverPacket(generation);
      frames.add(written(generation, means));
      meanings.add(means);
    }
    assertClientsRead(generation, frames, meanings);
  }

  private static JsonNode clientPackets(int generation) throws Exception {
    JsonNode packets =
        parsers
            .request(
                Map.of("do", "packets", "generation", generation, "seed", SEED, "count", PACKETS))
            .get("packets");
    assertEquals(PACKETS, packets.size());
    return packets;
  }

  private static void assertClientsRead(
      int generation, List<EncodedPacket> frames, List<JsonNode> meanings) throws Exception {
    List<List<Object>> packets = frames.stream().map(JavaScriptParsersTest::messages).toList();
    JsonNode read =
        parsers
            .request(Map.of("do", "read", "generation", generation, "packets", packets))
            .get("means");
    assertEquals(meanings.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertSame(meanings.get(i), read.get(i), packets.get(i));
    }
  }

  /** Without the 4 of the protocol below. */
  private static List<Object> messages(EncodedPacket encodedPacket) {
    assertTrue(encodedPacket.text().startsWith("4"), encodedPacket.text());
    List<Object> messages = new ArrayList<>();
    messages.add(encodedPacket.text().substring(1));
    encodedPacket.attachments().forEach(attachment -> messages.add(binary(attachment)));
    return messages;
  }

  private static Packet read(JsonNode frames) throws IOException {
    SocketDecoder decoder = new SocketDecoder(new JsonText(500), 1_000_000, 10);
    DecodeResult decodeResult = decoder.onText(null, frames.get(0).textValue());
    for (int i = 1; i < frames.size(); i++) {
      assertTrue(
          decodeResult instanceof DecodeResult.Pending, () -> "complete too early: " + frames);
      decodeResult =
          decoder.onBinary(decodeResult.pending(), frames.get(i).get("binary").binaryValue());
    }
    if (decodeResult instanceof DecodeResult.Complete complete) {
      return complete.packet();
    }
    throw new AssertionError(decodeResult + " for " + frames);
  }

  private static EncodedPacket write(Packet packet) {
    String namespace = packet.namespace();
    if (packet instanceof Packet.EventPacket eventPacket) {
      return SocketEncoder.event(namespace, eventPacket.event(), eventPacket.ackId(), false);
    } else if (packet instanceof Packet.Ack ack) {
      return SocketEncoder.ack(namespace, ack.ackId(), ack.arguments());
    }
    return SocketEncoder.disconnect(namespace);
  }

  private static EncodedPacket written(int generation, JsonNode means) throws IOException {
    String namespace = means.get("namespace").textValue();
    JsonNode data = means.get("data");
    List<byte[]> attachments = new ArrayList<>();
    String json = JSON.writeValueAsString(withPlaceholders(data, attachments));
    long id = means.get("id").isNull() ? Packet.NO_ACK : means.get("id").longValue();
    return switch (means.get("type").textValue()) {
      case "connect" ->
          generation == 2
              ? SocketEncoder.connectLegacy(namespace)
              : SocketEncoder.connect(namespace, data.get("sid").textValue());
      case "disconnect" -> SocketEncoder.disconnect(namespace);
      case "error" -> refused(generation, namespace, data);
      case "ack" -> SocketEncoder.ack(namespace, id, new JsonPayload(json, attachments));
      default ->
          SocketEncoder.event(namespace, new JsonText(500).event(json, attachments), id, false);
    };
  }

  private static EncodedPacket refused(int generation, String namespace, JsonNode data) {
    if (generation == 2) {
      return data.isTextual()
          ? SocketEncoder.connectErrorLegacy(namespace, data.textValue(), "")
          : SocketEncoder.connectErrorLegacy(namespace, "", data.toString());
    }
    String message = data.get("message").textValue();
    return SocketEncoder.connectError(
        namespace, message, data.has("data") ? data.get("data").toString() : "");
  }

  private static JsonNode meaning(Packet packet) throws IOException {
    ObjectNode means = NODES.objectNode();
    if (packet instanceof Packet.Connect connect) {
      means.put("type", "connect").putNull("id").set("data", JSON.readTree(connect.auth()));
    } else if (packet instanceof Packet.EventPacket eventPacket) {
      Event event = eventPacket.event();
      means.put("type", "event").set("id", id(eventPacket.ackId()));
      means.set("data", data(event.json(), event.attachments()));
    } else if (packet instanceof Packet.Ack ack) {
      means.put("type", "ack").set("id", id(ack.ackId()));
      means.set("data", data(ack.arguments().json(), ack.arguments().attachments()));
    } else {
      means.put("type", "disconnect").putNull("id").putNull("data");
    }
    return means.put("namespace", packet.namespace());
  }

  private static JsonNode id(long ackId) {
    return ackId == Packet.NO_ACK ? NODES.nullNode() : NODES.numberNode(ackId);
  }

  private static JsonNode data(String json, List<byte[]> attachments) throws IOException {
    return withBinaries(JSON.readTree(json), attachments);
  }

  private static JsonNode withBinaries(JsonNode node, List<byte[]> attachments) {
    if (node.path("_placeholder").asBoolean() && !attachments.isEmpty()) {
      byte[] attachment = attachments.get(node.get("num").intValue());
      return NODES.objectNode().set("binary", NODES.binaryNode(attachment));
    }
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(each -> each.setValue(withBinaries(each.getValue(), attachments)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, withBinaries(array.get(i), attachments));
      }
    }
    return node;
  }

  private static JsonNode withPlaceholders(JsonNode node, List<byte[]> attachments)
      throws IOException {
    if (node.path("binary").isBinary()) {
      attachments.add(node.get("binary").binaryValue());
      return NODES.objectNode().put("_placeholder", true).put("num", attachments.size() - 1);
    }
    if (node.isArray()) {
      ArrayNode copy = NODES.arrayNode();
      for (JsonNode each : node) {
        copy.add(withPlaceholders(each, attachments));
      }
      return copy;
    }
    if (node.isObject()) {
      ObjectNode copy = NODES.objectNode();
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        copy.set(each.getKey(), withPlaceholders(each.getValue(), attachments));
      }
      return copy;
    }
    return node;
  }

  /** Both as they look on the wire: there, bytes are base64, and no text says what it was. */
  private static void assertSame(JsonNode expected, JsonNode actual, Object frames)
      throws IOException {
    JsonNode wanted = JSON.readTree(JSON.writeValueAsString(normal(expected)));
    JsonNode found = JSON.readTree(JSON.writeValueAsString(normal(actual)));
    assertTrue(
        wanted.equals(AS_NUMBERS, found),
        () -> "expected " + wanted + ", found " + found + ", frames " + frames);
  }

  /** An event may be named by a number; connecting without a payload is the same as with none. */
  private static JsonNode normal(JsonNode means) {
    ObjectNode normal = means.deepCopy();
    if (normal.get("type").textValue().equals("connect") && normal.get("data").isNull()) {
      normal.putObject("data");
    }
    if (normal.get("data") instanceof ArrayNode data
        && normal.get("type").textValue().equals("event")) {
      data.set(0, NODES.textNode(data.get(0).asText()));
    }
    return normal;
  }
}
