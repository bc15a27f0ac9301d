package io.wsfleet.gateway.bus.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.socketio.protocol.Audience;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What {@code socket.io-redis} 5 asks. It names one socket at a time. */
final class AncestorRequest {
  private final Channels channels;
  private final JsonNode request;
  private final Neighbour neighbour;
  private final Consumer<BusMessage> heard;
  private final BiConsumer<String, byte[]> publish;
  private final ObjectNode answer;
  private final String sid;

  AncestorRequest(
      Channels channels,
      JsonNode request,
      Neighbour neighbour,
      Consumer<BusMessage> heard,
      BiConsumer<String, byte[]> publish) {
    this.channels = channels;
    this.request = request;
    this.neighbour = neighbour;
    this.heard = heard;
    this.publish = publish;
    this.answer = Requests.answerTo("requestid", request);
    this.sid = request.path("sid").asText();
  }

  void answer() {
    switch (request.path("type").intValue()) {
      case 0 ->
          respond(
              "clients",
              Requests.socketsIn(neighbour, channels.namespace(), request.path("rooms")));
      case 1 -> {
        Set<String> rooms = neighbour.roomsOf(channels.namespace(), sid);
        if (rooms != null) {
          respond("rooms", rooms);
        }
      }
      case 2 -> respond("rooms", neighbour.rooms(channels.namespace()));
      case 3 -> act(new BusMessage.Join(socket(), room()));
      case 4 -> act(new BusMessage.Leave(socket(), room()));
      case 5 -> respond(answer.putNull("data"));
      case 6 -> act(new BusMessage.Disconnect(socket(), request.path("close").asBoolean()));
      default -> {
        // Unknown to that server too.
      }
    }
  }

  private Audience socket() {
    return Audience.room(channels.namespace(), sid);
  }

  private Set<String> room() {
    return Set.of(request.path("room").asText());
  }

  private void act(BusMessage message) {
    if (neighbour.roomsOf(channels.namespace(), sid) != null) {
      heard.accept(message);
      respond(answer);
    }
  }

  private void respond(String field, Set<String> names) {
    Tree.putNames(answer, field, names);
    respond(answer);
  }

  private void respond(ObjectNode complete) {
    publish.accept(channels.response(), Tree.bytes(complete));
  }
}
