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
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * The responses of Socket.IO servers to each other's requests: JSON, or MessagePack where they may
 * contain binary data.
 */
public final class ResponseFormat {
  private ResponseFormat() {}

  /** How many clients of a server were sent the event. */
  public static byte[] encodeClientCount(String requestId, int clients) {
    return AdapterJson.bytes(
        AdapterJson.newObject()
            .put("type", RequestType.BROADCAST_CLIENT_COUNT.code())
            .put("requestId", requestId)
            .put("clientCount", clients));
  }

  /** The acknowledgement of one client. */
  public static byte[] encodeClientAck(JsonText json, String requestId, JsonPayload ack)
      throws IOException {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packMapHeader(3)
          .packString("type")
          .packInt(RequestType.BROADCAST_ACK.code())
          .packString("requestId");
      JsonToMsgpack.string(requestId, out);
      out.packString("packet");
      JsonToMsgpack.json(json, ack.json(), ack.attachments(), out);
      return out.toByteArray();
    }
  }

  /** The acknowledgement of a server itself; always JSON. */
  public static byte[] encodeServerAck(String requestId, JsonPayload ack) throws IOException {
    ObjectNode response =
        AdapterJson.newObject()
            .put("type", RequestType.SERVER_SIDE_EMIT.code())
            .put("requestId", requestId);
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

  /** A socket as a server describes it; missing fields are empty. */
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
   * A decoded response.
   *
   * @param attachments the binary data that the placeholders in the body refer to
   */
  public record AdapterResponse(String requestId, JsonNode body, List<byte[]> attachments) {

    public static AdapterResponse parse(byte[] message, int maxDepth) throws IOException {
      AdapterJson.DecodedMessage read = AdapterJson.parse(message, maxDepth);
      return new AdapterResponse(
          read.body().path("requestId").asText(), read.body(), read.attachments());
    }

    /** Null if it has no type or an unknown one. */
    public @Nullable RequestType type() {
      return RequestType.of(body.path("type").asInt(-1));
    }

    public Set<String> names(String field) {
      return AdapterJson.names(body.path(field));
    }

    /** The value of a field; null if it is missing, as JavaScript omits undefined. */
    public JsonPayload payload(String field) {
      JsonNode value = body.path(field);
      return value.isMissingNode()
          ? JsonPayload.of("null")
          : new JsonPayload(AdapterJson.text(value), attachments);
    }
  }
}
