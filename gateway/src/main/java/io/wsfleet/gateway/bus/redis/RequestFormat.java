package io.wsfleet.gateway.bus.redis;

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
final class RequestFormat {
  private RequestFormat() {}

  /** Tells the others to do something with their sockets, or that something happened. */
  static byte[] message(String uid, BusMessage message) throws IOException {
    ObjectNode request = Tree.object().put("uid", uid);
    if (message instanceof BusMessage.Join join) {
      Tree.putNames(request.put("type", 2), "rooms", join.rooms());
      options(request, join.audience());
    } else if (message instanceof BusMessage.Leave leave) {
      Tree.putNames(request.put("type", 3), "rooms", leave.rooms());
      options(request, leave.audience());
    } else if (message instanceof BusMessage.Disconnect disconnect) {
      options(request.put("type", 4).put("close", disconnect.close()), disconnect.audience());
    } else if (message instanceof BusMessage.ServerEvent event) {
      request.put("type", 6).set("data", data(event.event()));
    } else {
      throw new IllegalArgumentException("no request: " + message);
    }
    return Tree.bytes(request);
  }

  static byte[] allRooms(String uid, String id) {
    return Tree.bytes(question(uid, id, 1));
  }

  static byte[] fetch(String uid, String id, Audience audience) {
    ObjectNode request = question(uid, id, 5);
    options(request, audience);
    return Tree.bytes(request);
  }

  static byte[] askServers(String uid, String id, Event event) throws IOException {
    ObjectNode request = question(uid, id, 6);
    request.set("data", data(event));
    return Tree.bytes(request);
  }

  static byte[] askClients(
      JsonText json, String uid, String id, Broadcast broadcast, long timeoutMillis)
      throws IOException {
    Event event = broadcast.event();
    Audience audience = broadcast.audience();
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packMapHeader(5).packString("uid").packString(uid);
      out.packString("requestId").packString(id);
      out.packString("type").packInt(7);
      out.packString("packet").packMapHeader(3).packString("type").packInt(2);
      out.packString("data");
      Pack.json(json, event.json(), event.attachments(), out);
      out.packString("nsp");
      Pack.string(audience.namespace(), out);
      out.packString("opts").packMapHeader(3).packString("rooms");
      Pack.strings(audience.rooms(), out);
      out.packString("except");
      Pack.strings(audience.except(), out);
      out.packString("flags").packMapHeader(1).packString("timeout").packLong(timeoutMillis);
      return out.toByteArray();
    }
  }

  static Audience audience(String namespace, JsonNode options) {
    Set<String> except = Tree.names(options.path("except"));
    return new Audience(namespace, Tree.names(options.path("rooms")), except);
  }

  private static ObjectNode question(String uid, String id, int type) {
    return Tree.object().put("uid", uid).put("requestId", id).put("type", type);
  }

  private static void options(ObjectNode request, Audience audience) {
    ObjectNode options = request.putObject("opts");
    Tree.putNames(options, "rooms", audience.rooms());
    Tree.putNames(options, "except", audience.except());
  }

  private static JsonNode data(Event event) throws IOException {
    return Tree.withBuffers(new JsonPayload(event.json(), event.attachments()));
  }
}
