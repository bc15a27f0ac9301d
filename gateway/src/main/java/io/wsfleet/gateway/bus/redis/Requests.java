package io.wsfleet.gateway.bus.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Does what other members ask. They count the subscribers of the request channel and wait for an
 * answer from each, so that an answer is due also when there is nothing to say.
 */
final class Requests {
  private static final long DEFAULT_ASK_MILLIS = 5000;
  private static final long MAX_ASK_MILLIS = 60_000;

  private final String uid;
  private final Neighbour neighbour;
  private final Consumer<BusMessage> heard;
  private final JsonText json;
  private final int maxDepth;
  private final BiConsumer<String, byte[]> publish;

  /** What is to be done goes to {@code heard}; what is to be known, the neighbour knows. */
  Requests(
      String uid,
      Neighbour neighbour,
      Consumer<BusMessage> heard,
      JsonText json,
      int maxDepth,
      BiConsumer<String, byte[]> publish) {
    this.uid = uid;
    this.neighbour = neighbour;
    this.heard = heard;
    this.json = json;
    this.maxDepth = maxDepth;
    this.publish = publish;
  }

  void receive(Channels channels, byte[] message) throws IOException {
    Tree.Message request = Tree.parse(message, maxDepth);
    JsonNode body = request.body();
    if (!body.path("type").isInt()) {
      throw new IOException("a request without a type");
    }
    if (body.path("uid").asText().equals(uid)) {
      return;
    }
    if (body.has("requestid")) {
      // The spelling of socket.io-redis 5, which also numbers its requests differently.
      new AncestorRequest(channels, body, neighbour, heard, publish).answer();
    } else {
      new Asked(channels, body, request.attachments()).answer();
    }
  }

  /** One request. */
  private final class Asked {
    private final Channels channels;
    private final String namespace;
    private final JsonNode request;
    private final List<byte[]> attachments;
    private final String id;

    Asked(Channels channels, JsonNode request, List<byte[]> attachments) {
      this.channels = channels;
      this.namespace = channels.namespace();
      this.request = request;
      this.attachments = attachments;
      this.id = request.path("requestId").asText();
    }

    void answer() throws IOException {
      switch (request.path("type").intValue()) {
        case 0 -> respond("sockets", socketsIn(neighbour, namespace, request.path("rooms")));
        case 1 -> respond("rooms", neighbour.rooms(namespace));
        case 2 -> act(new BusMessage.Join(audience(), rooms()));
        case 3 -> act(new BusMessage.Leave(audience(), rooms()));
        case 4 -> act(new BusMessage.Disconnect(audience(), request.path("close").asBoolean()));
        case 5 -> fetch();
        case 6 -> serverEvent();
        case 7 -> askClients();
        default -> {
          // Unknown to those servers too.
        }
      }
    }

    /** An older form names one socket and one room, and wants to know when it is done. */
    private void act(BusMessage message) {
      if (request.has("opts")) {
        heard.accept(message);
      } else if (neighbour.roomsOf(namespace, request.path("sid").asText()) != null) {
        heard.accept(message);
        respond(answerTo("requestId", request));
      }
    }

    private Audience audience() {
      return request.has("opts")
          ? RequestFormat.audience(namespace, request.path("opts"))
          : Audience.room(namespace, request.path("sid").asText());
    }

    private Set<String> rooms() {
      return request.has("opts")
          ? Tree.names(request.path("rooms"))
          : Set.of(request.path("room").asText());
    }

    private void fetch() {
      ObjectNode answer = answerTo("requestId", request);
      ArrayNode sockets = answer.putArray("sockets");
      neighbour
          .find(audience())
          .forEach(resident -> AnswerFormat.describe(resident, sockets.addObject()));
      respond(answer);
    }

    private void serverEvent() throws IOException {
      Event event = event(request.path("data"));
      if (request.has("requestId")) {
        neighbour.askServer(
            namespace,
            event,
            // Whatever is configured there, a server expects this answer on the common channel.
            said -> publish(channels.response(), () -> AnswerFormat.ofServer(id, said)));
      } else {
        heard.accept(new BusMessage.ServerEvent(namespace, event));
      }
    }

    private void askClients() throws IOException {
      Event event = event(request.path("packet").path("data"));
      JsonNode options = request.path("opts");
      long wanted = options.path("flags").path("timeout").asLong(DEFAULT_ASK_MILLIS);
      neighbour.ask(
          new BusMessage.Broadcast(event, RequestFormat.audience(namespace, options), false),
          Math.min(Math.max(wanted, 0), MAX_ASK_MILLIS),
          clients -> publish(channels.response(), () -> AnswerFormat.count(id, clients)),
          said -> publish(channels.response(), () -> AnswerFormat.ofClient(json, id, said)));
    }

    private Event event(JsonNode data) throws IOException {
      Event event = json.event(Tree.text(data), attachments);
      if (event == null) {
        throw new IOException("data that is no event");
      }
      return event;
    }

    private void respond(String field, Set<String> names) {
      ObjectNode answer = answerTo("requestId", request);
      Tree.putNames(answer, field, names);
      respond(answer);
    }

    private void respond(JsonNode answer) {
      publish.accept(channels.response(), Tree.bytes(answer));
    }
  }

  /** An answer with the id that the request has in this field. */
  static ObjectNode answerTo(String idField, JsonNode request) {
    return Tree.object().set(idField, request.path(idField));
  }

  static Set<String> socketsIn(Neighbour neighbour, String namespace, JsonNode rooms) {
    Set<String> ids = new LinkedHashSet<>();
    neighbour
        .find(new Audience(namespace, Tree.names(rooms), Set.of()))
        .forEach(resident -> ids.add(resident.id()));
    return ids;
  }

  private void publish(String channel, Written answer) {
    try {
      publish.accept(channel, answer.bytes());
    } catch (IOException impossible) {
      // It is JSON that was read before.
      throw new IllegalStateException(impossible);
    }
  }

  private interface Written {
    byte[] bytes() throws IOException;
  }
}
