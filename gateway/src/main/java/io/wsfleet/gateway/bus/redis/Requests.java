package io.wsfleet.gateway.bus.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Event;
import io.wsfleet.gateway.socketio.JsonText;
import io.wsfleet.gateway.socketio.Namespaces;
import io.wsfleet.gateway.socketio.Payload;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Answers what other members ask. They count the subscribers of the request channel and wait for an
 * answer from each, so that an answer is due also when there is nothing to say.
 */
final class Requests {
  private static final String NAMESPACE = Namespaces.MAIN;
  private static final long DEFAULT_ASK_MILLIS = 5000;
  private static final long MAX_ASK_MILLIS = 60_000;

  private final String uid;
  private final Neighbour neighbour;
  private final JsonText json;
  private final int maxDepth;
  private final BiConsumer<String, byte[]> publish;

  Requests(
      String uid,
      Neighbour neighbour,
      JsonText json,
      int maxDepth,
      BiConsumer<String, byte[]> publish) {
    this.uid = uid;
    this.neighbour = neighbour;
    this.json = json;
    this.maxDepth = maxDepth;
    this.publish = publish;
  }

  void receive(byte[] message) throws IOException {
    List<byte[]> attachments = new ArrayList<>();
    JsonNode request = RequestFormat.parse(message, attachments, maxDepth);
    if (!request.path("type").isInt()) {
      throw new IOException("a request without a type");
    }
    if (request.path("uid").asText().equals(uid)) {
      return;
    }
    if (request.has("requestid")) {
      new Legacy(request).answer();
    } else {
      answer(request, attachments);
    }
  }

  private void answer(JsonNode request, List<byte[]> attachments) throws IOException {
    switch (request.path("type").intValue()) {
      case 0 -> {
        ObjectNode answer = RequestFormat.answer("requestId", request);
        RequestFormat.names(answer, "sockets", socketsIn(request.path("rooms")));
        respond(answer);
      }
      case 1 -> {
        ObjectNode answer = RequestFormat.answer("requestId", request);
        RequestFormat.names(answer, "rooms", neighbour.rooms(NAMESPACE));
        respond(answer);
      }
      case 2 -> move(request, new BusMessage.Join(audience(request), rooms(request)));
      case 3 -> move(request, new BusMessage.Leave(audience(request), rooms(request)));
      case 4 ->
          move(
              request,
              new BusMessage.Disconnect(audience(request), request.path("close").asBoolean()));
      case 5 -> fetch(request);
      case 7 -> ask(request, attachments);
      default -> {
        // An event for servers has no listener here, and a server without one does not answer.
      }
    }
  }

  /** An older form names one socket and one room, and wants to know when it is done. */
  private void move(JsonNode request, BusMessage message) throws IOException {
    if (request.has("opts")) {
      neighbour.receive(message, null);
    } else if (neighbour.roomsOf(NAMESPACE, request.path("sid").asText()) != null) {
      neighbour.receive(message, null);
      respond(RequestFormat.answer("requestId", request));
    }
  }

  private static Audience audience(JsonNode request) {
    return request.has("opts")
        ? RequestFormat.audience(NAMESPACE, request.path("opts"))
        : Audience.room(NAMESPACE, request.path("sid").asText());
  }

  private static Set<String> rooms(JsonNode request) {
    return request.has("opts")
        ? RequestFormat.names(request.path("rooms"))
        : Set.of(request.path("room").asText());
  }

  private void fetch(JsonNode request) throws IOException {
    ObjectNode answer = RequestFormat.answer("requestId", request);
    ArrayNode sockets = answer.putArray("sockets");
    for (Neighbour.Resident resident : neighbour.find(audience(request))) {
      describe(resident, sockets.addObject());
    }
    respond(answer);
  }

  private static void describe(Neighbour.Resident resident, ObjectNode socket) throws IOException {
    Neighbour.Introduction came = resident.introduction();
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
    handshake.set("auth", RequestFormat.tree(came.auth()));
    RequestFormat.names(socket, "rooms", resident.rooms());
    socket.set("data", RequestFormat.tree(resident.data()));
  }

  private void ask(JsonNode request, List<byte[]> attachments) throws IOException {
    Event event = json.event(request.path("packet").path("data").toString(), attachments);
    if (event == null) {
      throw new IOException("a question that is no event");
    }
    JsonNode options = request.path("opts");
    long wanted = options.path("flags").path("timeout").asLong(DEFAULT_ASK_MILLIS);
    neighbour.ask(
        new BusMessage.Broadcast(event, RequestFormat.audience(NAMESPACE, options), false),
        Math.min(Math.max(wanted, 0), MAX_ASK_MILLIS),
        receivers -> count(request, receivers),
        answer -> acknowledge(request, answer));
  }

  private void count(JsonNode request, int receivers) {
    try {
      respond(
          RequestFormat.answer("requestId", request).put("type", 8).put("clientCount", receivers));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void acknowledge(JsonNode request, Payload answer) {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packMapHeader(3).packString("type").packInt(9).packString("requestId");
      Pack.string(request.path("requestId").asText(), out);
      out.packString("packet");
      Pack.json(json, answer.json(), answer.attachments(), out);
      publish.accept(Channels.RESPONSE, out.toByteArray());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Set<String> socketsIn(JsonNode rooms) {
    Set<String> ids = new LinkedHashSet<>();
    neighbour
        .find(new Audience(NAMESPACE, RequestFormat.names(rooms), Set.of()))
        .forEach(resident -> ids.add(resident.id()));
    return ids;
  }

  private void respond(JsonNode answer) throws IOException {
    publish.accept(Channels.RESPONSE, RequestFormat.bytes(answer));
  }

  /** What {@code socket.io-redis} 5 asks. */
  private final class Legacy {
    private final JsonNode request;
    private final ObjectNode answer;
    private final String sid;

    Legacy(JsonNode request) {
      this.request = request;
      this.answer = RequestFormat.answer("requestid", request);
      this.sid = request.path("sid").asText();
    }

    void answer() throws IOException {
      switch (request.path("type").intValue()) {
        case 0 -> {
          RequestFormat.names(answer, "clients", socketsIn(request.path("rooms")));
          respond(answer);
        }
        case 1 -> {
          Set<String> rooms = neighbour.roomsOf(NAMESPACE, sid);
          if (rooms != null) {
            RequestFormat.names(answer, "rooms", rooms);
            respond(answer);
          }
        }
        case 2 -> {
          RequestFormat.names(answer, "rooms", neighbour.rooms(NAMESPACE));
          respond(answer);
        }
        case 3 -> moved(new BusMessage.Join(Audience.room(NAMESPACE, sid), room()));
        case 4 -> moved(new BusMessage.Leave(Audience.room(NAMESPACE, sid), room()));
        case 5 -> respond(answer.putNull("data"));
        case 6 ->
            moved(
                new BusMessage.Disconnect(
                    Audience.room(NAMESPACE, sid), request.path("close").asBoolean()));
        default -> {
          // Unknown to that server too.
        }
      }
    }

    private Set<String> room() {
      return Set.of(request.path("room").asText());
    }

    private void moved(BusMessage message) throws IOException {
      if (neighbour.roomsOf(NAMESPACE, sid) != null) {
        neighbour.receive(message, null);
        respond(answer);
      }
    }
  }
}
