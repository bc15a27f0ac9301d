package io.wsfleet.gateway.adapter.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.Set;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * The requests of Socket.IO servers to each other: JSON, or MessagePack for a broadcast with
 * acknowledgements. Requests with an id expect a response.
 */
public final class RequestFormat {
  private RequestFormat() {}

  /** Encodes a message that is not a broadcast as a request without a response. */
  public static byte[] encode(String serverId, BusMessage message) throws IOException {
    ObjectNode request = AdapterJson.newObject().put("uid", serverId);
    if (message instanceof BusMessage.Join join) {
      AdapterJson.putNames(type(request, RequestType.REMOTE_JOIN), "rooms", join.rooms());
      options(request, join.audience());
    } else if (message instanceof BusMessage.Leave leave) {
      AdapterJson.putNames(type(request, RequestType.REMOTE_LEAVE), "rooms", leave.rooms());
      options(request, leave.audience());
    } else if (message instanceof BusMessage.Disconnect disconnect) {
      type(request, RequestType.REMOTE_DISCONNECT).put("close", disconnect.close());
      options(request, disconnect.audience());
    } else if (message instanceof BusMessage.ServerEvent event) {
      type(request, RequestType.SERVER_SIDE_EMIT).set("data", data(event.event()));
    } else {
      throw new IllegalArgumentException("not a request: " + message);
    }
    return AdapterJson.bytes(request);
  }

  public static byte[] encodeAllRooms(String serverId, String id) {
    return AdapterJson.bytes(header(serverId, id, RequestType.ALL_ROOMS));
  }

  public static byte[] encodeFetchSockets(String serverId, String id, Audience audience) {
    ObjectNode request = header(serverId, id, RequestType.REMOTE_FETCH);
    options(request, audience);
    return AdapterJson.bytes(request);
  }

  public static byte[] encodeServerSideEmit(String serverId, String id, Event event)
      throws IOException {
    ObjectNode request = header(serverId, id, RequestType.SERVER_SIDE_EMIT);
    request.set("data", data(event));
    return AdapterJson.bytes(request);
  }

  public static byte[] encodeBroadcastWithAck(
      JsonText json, String serverId, String id, Broadcast broadcast, long timeoutMillis)
      throws IOException {
    Event event = broadcast.event();
    Audience audience = broadcast.audience();
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packMapHeader(5).packString("uid").packString(serverId);
      out.packString("requestId").packString(id);
      out.packString("type").packInt(RequestType.BROADCAST.code());
      out.packString("packet").packMapHeader(3).packString("type").packInt(BroadcastFormat.EVENT);
      out.packString("data");
      JsonToMsgpack.json(json, event.json(), event.attachments(), out);
      out.packString("nsp");
      JsonToMsgpack.string(audience.namespace(), out);
      out.packString("opts").packMapHeader(3).packString("rooms");
      JsonToMsgpack.strings(audience.rooms(), out);
      out.packString("except");
      JsonToMsgpack.strings(audience.except(), out);
      out.packString("flags").packMapHeader(1).packString("timeout").packLong(timeoutMillis);
      return out.toByteArray();
    }
  }

  public static Audience audience(String namespace, JsonNode options) {
    Set<String> except = AdapterJson.names(options.path("except"));
    return new Audience(namespace, AdapterJson.names(options.path("rooms")), except);
  }

  private static ObjectNode header(String serverId, String id, RequestType type) {
    return type(AdapterJson.newObject().put("uid", serverId).put("requestId", id), type);
  }

  private static ObjectNode type(ObjectNode request, RequestType type) {
    return request.put("type", type.code());
  }

  private static void options(ObjectNode request, Audience audience) {
    ObjectNode options = request.putObject("opts");
    AdapterJson.putNames(options, "rooms", audience.rooms());
    AdapterJson.putNames(options, "except", audience.except());
  }

  private static JsonNode data(Event event) throws IOException {
    return AdapterJson.withBuffers(new JsonPayload(event.json(), event.attachments()));
  }
}
