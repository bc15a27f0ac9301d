package io.wsfleet.gateway.bus.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.Neighbour.Introduction;
import io.wsfleet.gateway.bus.Neighbour.Resident;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * What Socket.IO servers answer to each other's requests: JSON, or MessagePack where it may have
 * binary data in it.
 */
final class AnswerFormat {
  private AnswerFormat() {}

  /** How many clients a member asks. */
  static byte[] count(String requestId, int clients) {
    return Tree.bytes(
        Tree.object().put("type", 8).put("requestId", requestId).put("clientCount", clients));
  }

  /** What one client said. */
  static byte[] ofClient(JsonText json, String requestId, JsonPayload said) throws IOException {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packMapHeader(3).packString("type").packInt(9).packString("requestId");
      Pack.string(requestId, out);
      out.packString("packet");
      Pack.json(json, said.json(), said.attachments(), out);
      return out.toByteArray();
    }
  }

  /** What a member itself said; it is always JSON. */
  static byte[] ofServer(String requestId, JsonPayload said) throws IOException {
    ObjectNode answer = Tree.object().put("type", 6).put("requestId", requestId);
    answer.set("data", Tree.withBuffers(said));
    return Tree.bytes(answer);
  }

  static void describe(Resident resident, ObjectNode socket) {
    Introduction came = resident.introduction();
    socket.put("id", resident.id());
    ObjectNode handshake = socket.putObject("handshake");
    came.headers().forEach(handshake.putObject("headers")::put);
    handshake
        .put("time", Instant.ofEpochMilli(came.issued()).toString())
        .put("address", came.address())
        .put("xdomain", came.headers().containsKey("origin"))
        .put("secure", came.secure())
        .put("issued", came.issued())
        .put("url", came.url());
    came.query().forEach(handshake.putObject("query")::put);
    Tree.putText(handshake, "auth", came.auth());
    Tree.putNames(socket, "rooms", resident.rooms());
    Tree.putText(socket, "data", resident.data());
  }

  /** A socket as a member describes it; what is left out is empty. */
  static Resident resident(JsonNode socket) {
    JsonNode handshake = socket.path("handshake");
    return new Resident(
        socket.path("id").asText(),
        Tree.names(socket.path("rooms")),
        objectText(socket.path("data")),
        new Introduction(
            handshake.path("address").asText(),
            handshake.path("url").asText(),
            handshake.path("issued").asLong(),
            handshake.path("secure").asBoolean(),
            texts(handshake.path("headers")),
            texts(handshake.path("query")),
            objectText(handshake.path("auth"))));
  }

  private static String objectText(JsonNode node) {
    return node.isObject() ? Tree.text(node) : "{}";
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              texts.put(field.getKey(), value.isValueNode() ? value.asText() : Tree.text(value));
            });
    return texts;
  }

  /**
   * An answer that was read.
   *
   * @param attachments what placeholders in the body stand for
   */
  record Answer(String requestId, JsonNode body, List<byte[]> attachments) {

    static Answer parse(byte[] message, int maxDepth) throws IOException {
      Tree.Message read = Tree.parse(message, maxDepth);
      return new Answer(read.body().path("requestId").asText(), read.body(), read.attachments());
    }

    int type() {
      return body.path("type").asInt(-1);
    }

    Set<String> names(String field) {
      return Tree.names(body.path(field));
    }

    /** What the field holds; what JavaScript does not send is null. */
    JsonPayload payload(String field) {
      JsonNode value = body.path(field);
      return value.isMissingNode()
          ? JsonPayload.of("null")
          : new JsonPayload(Tree.text(value), attachments);
    }
  }
}
