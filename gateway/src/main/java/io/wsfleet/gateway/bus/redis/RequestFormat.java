package io.wsfleet.gateway.bus.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.Audience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The requests of Socket.IO servers to each other: JSON, or MessagePack where an event is in it.
 * {@code socket.io-redis} 5 numbers them differently from its successors; it is known by the
 * spelling {@code requestid}, where they have {@code requestId}.
 */
final class RequestFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RequestFormat() {}

  /** The request as a tree; events that it carries have placeholders for the attachments. */
  static JsonNode parse(byte[] message, List<byte[]> attachments, int maxDepth) throws IOException {
    if (message.length > 0 && message[0] == '{') {
      return JSON.readTree(message);
    }
    try (Input input = new Input(message)) {
      return JSON.readTree(Unpack.json(input, attachments, maxDepth));
    }
  }

  static byte[] encode(String uid, BusMessage message) throws IOException {
    ObjectNode request = JSON.createObjectNode().put("uid", uid);
    if (message instanceof BusMessage.Join join) {
      names(request.put("type", 2), "rooms", join.rooms());
    } else if (message instanceof BusMessage.Leave leave) {
      names(request.put("type", 3), "rooms", leave.rooms());
    } else if (message instanceof BusMessage.Disconnect disconnect) {
      request.put("type", 4).put("close", disconnect.close());
    } else if (message instanceof BusMessage.ServerEvent event) {
      request.put("type", 6).set("data", JSON.readTree(event.event().json()));
    } else {
      throw new IllegalArgumentException("no request: " + message);
    }
    if (message instanceof BusMessage.ToSockets toSockets) {
      ObjectNode options = request.putObject("opts");
      names(options, "rooms", toSockets.audience().rooms());
      names(options, "except", toSockets.audience().except());
    }
    return JSON.writeValueAsBytes(request);
  }

  static ObjectNode answer(String idField, JsonNode request) {
    return JSON.createObjectNode().set(idField, request.path(idField));
  }

  static byte[] bytes(JsonNode answer) throws IOException {
    return JSON.writeValueAsBytes(answer);
  }

  static JsonNode tree(String json) throws IOException {
    return JSON.readTree(json);
  }

  static void names(ObjectNode into, String field, Iterable<String> names) {
    names.forEach(into.putArray(field)::add);
  }

  static Audience audience(String namespace, JsonNode options) {
    return new Audience(namespace, names(options.path("rooms")), names(options.path("except")));
  }

  /** Rooms may be numbers; a server then knows them by their digits. */
  static Set<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return new LinkedHashSet<>(names);
  }
}
