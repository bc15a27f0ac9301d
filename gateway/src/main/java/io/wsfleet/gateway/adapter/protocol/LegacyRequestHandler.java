package io.wsfleet.gateway.adapter.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.adapter.wire.AdapterJson;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.protocol.Audience;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What {@code socket.io-redis} 5 asks. It names one socket at a time. */
final class LegacyRequestHandler {
  private final Channels channels;
  private final JsonNode request;
  private final BusListener busListener;
  private final Consumer<BusMessage> onMessage;
  private final BiConsumer<String, byte[]> publish;
  private final ObjectNode response;
  private final String sid;

  LegacyRequestHandler(
      Channels channels,
      JsonNode request,
      BusListener busListener,
      Consumer<BusMessage> onMessage,
      BiConsumer<String, byte[]> publish) {
    this.channels = channels;
    this.request = request;
    this.busListener = busListener;
    this.onMessage = onMessage;
    this.publish = publish;
    this.response = AdapterRequestHandler.responseTo("requestid", request);
    this.sid = request.path("sid").asText();
  }

  void handle() {
    switch (request.path("type").intValue()) {
      case 0 ->
          respond(
              "clients",
              AdapterRequestHandler.socketsIn(
                  busListener, channels.namespace(), request.path("rooms")));
      case 1 -> {
        Set<String> rooms = busListener.roomsOf(channels.namespace(), sid);
        if (rooms != null) {
          respond("rooms", rooms);
        }
      }
      case 2 -> respond("rooms", busListener.rooms(channels.namespace()));
      case 3 -> apply(new BusMessage.Join(socket(), room()));
      case 4 -> apply(new BusMessage.Leave(socket(), room()));
      case 5 -> respond(response.putNull("data"));
      case 6 -> apply(new BusMessage.Disconnect(socket(), request.path("close").asBoolean()));
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

  private void apply(BusMessage message) {
    if (busListener.roomsOf(channels.namespace(), sid) != null) {
      onMessage.accept(message);
      respond(response);
    }
  }

  private void respond(String field, Set<String> names) {
    AdapterJson.putNames(response, field, names);
    respond(response);
  }

  private void respond(ObjectNode complete) {
    publish.accept(channels.response(), AdapterJson.bytes(complete));
  }
}
