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
 * The requests of Socket.IO servers to each other: JSON, or MessagePack where clients are asked.
 * Those that have an id want an answer.
 */
public final class RequestFormat {
  private RequestFormat() {}

  /** Tells the others to do something with their sockets, or that something happened. */
  public static byte[] encode(String serverId, BusMessage message) throws IOException {
    ObjectNode request = AdapterJson.newObject().put("uid", serverId);
    if (message instanceof BusMessage.Join join) {
      AdapterJson.putNames(request.put("type", 2), "rooms", join.rooms());
      options(request, join.audience());
    } else if (message instanceof BusMessage.Leave leave) {
      AdapterJson.putNames(request.put("type", 3), "rooms", leave.rooms());
      options(request, leave.audience());
    } else if (message instanceof BusMessage.Disconnect disconnect) {
      options(request.put("type", 4).put("close", disconnect.close()), disconnect.audience());
    } else if (message instanceof BusMessage.ServerEvent event) {
      request.put("type", 6).set("data", data(event.event()));
    } else {
      throw new IllegalArgumentException("no request: " + message);
    }
    return AdapterJson.bytes(request);
  }

  public static byte[] encodeAllRooms(String serverId, String id) {
    return AdapterJson.bytes(header(serverId, id, 1));
  }

  public static byte[] encodeFetchSockets(String serverId, String id, Audience audience) {
    ObjectNode request = header(serverId, id, 5);
    options(request, audience);
    return AdapterJson.bytes(request);
  }

  public static byte[] encodeServerSideEmit(String serverId, String id, Event event)
      throws IOException {
    ObjectNode request = header(serverId, id, 6);
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
      out.packString("type").packInt(7);
      out.packString("packet").packMapHeader(3).packString("type").packInt(2);
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

  private static ObjectNode header(String serverId, String id, int type) {
    return AdapterJson.newObject().put("uid", serverId).put("requestId", id).put("type", type);
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
