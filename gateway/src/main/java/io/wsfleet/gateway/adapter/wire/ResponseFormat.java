package io.wsfleet.gateway.adapter.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.BusListener.RemoteHandshake;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
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
public final class ResponseFormat {
  private ResponseFormat() {}

  /** How many clients a member asks. */
  public static byte[] encodeClientCount(String requestId, int clients) {
    return AdapterJson.bytes(
        AdapterJson.newObject()
            .put("type", 8)
            .put("requestId", requestId)
            .put("clientCount", clients));
  }

  /** What one client said. */
  public static byte[] encodeClientAck(JsonText json, String requestId, JsonPayload ack)
      throws IOException {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packMapHeader(3).packString("type").packInt(9).packString("requestId");
      JsonToMsgpack.string(requestId, out);
      out.packString("packet");
      JsonToMsgpack.json(json, ack.json(), ack.attachments(), out);
      return out.toByteArray();
    }
  }

  /** What a member itself said; it is always JSON. */
  public static byte[] encodeServerAck(String requestId, JsonPayload ack) throws IOException {
    ObjectNode response = AdapterJson.newObject().put("type", 6).put("requestId", requestId);
    response.set("data", AdapterJson.withBuffers(ack));
    return AdapterJson.bytes(response);
  }

  public static void putSocket(RemoteSocket remoteSocket, ObjectNode socket) {
    RemoteHandshake clientHandshake = remoteSocket.handshake();
    socket.put("id", remoteSocket.id());
    ObjectNode handshake = socket.putObject("handshake");
    clientHandshake.headers().forEach(handshake.putObject("headers")::put);
    handshake
        .put("time", Instant.ofEpochMilli(clientHandshake.issued()).toString())
        .put("address", clientHandshake.address())
        .put("xdomain", clientHandshake.headers().containsKey("origin"))
        .put("secure", clientHandshake.secure())
        .put("issued", clientHandshake.issued())
        .put("url", clientHandshake.url());
    clientHandshake.query().forEach(handshake.putObject("query")::put);
    AdapterJson.putJson(handshake, "auth", clientHandshake.auth());
    AdapterJson.putNames(socket, "rooms", remoteSocket.rooms());
    AdapterJson.putJson(socket, "data", remoteSocket.data());
  }

  /** A socket as a member describes it; what is left out is empty. */
  public static RemoteSocket remoteSocket(JsonNode socket) {
    JsonNode handshake = socket.path("handshake");
    return new RemoteSocket(
        socket.path("id").asText(),
        AdapterJson.names(socket.path("rooms")),
        objectText(socket.path("data")),
        new RemoteHandshake(
            handshake.path("address").asText(),
            handshake.path("url").asText(),
            handshake.path("issued").asLong(),
            handshake.path("secure").asBoolean(),
            texts(handshake.path("headers")),
            texts(handshake.path("query")),
            objectText(handshake.path("auth"))));
  }

  private static String objectText(JsonNode node) {
    return node.isObject() ? AdapterJson.text(node) : "{}";
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              texts.put(
                  field.getKey(), value.isValueNode() ? value.asText() : AdapterJson.text(value));
            });
    return texts;
  }

  /**
   * An answer that was read.
   *
   * @param attachments what placeholders in the body stand for
   */
  public record AdapterResponse(String requestId, JsonNode body, List<byte[]> attachments) {

    public static AdapterResponse parse(byte[] message, int maxDepth) throws IOException {
      AdapterJson.DecodedMessage read = AdapterJson.parse(message, maxDepth);
      return new AdapterResponse(
          read.body().path("requestId").asText(), read.body(), read.attachments());
    }

    public int type() {
      return body.path("type").asInt(-1);
    }

    public Set<String> names(String field) {
      return AdapterJson.names(body.path(field));
    }

    /** What the field holds; what JavaScript does not send is null. */
    public JsonPayload payload(String field) {
      JsonNode value = body.path(field);
      return value.isMissingNode()
          ? JsonPayload.of("null")
          : new JsonPayload(AdapterJson.text(value), attachments);
    }
  }
}
