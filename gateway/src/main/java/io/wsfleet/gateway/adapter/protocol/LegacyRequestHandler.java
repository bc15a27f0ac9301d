package io.wsfleet.gateway.adapter.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.adapter.wire.AdapterJson;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.adapter.wire.LegacyRequestType;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.protocol.Audience;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Handles a request of {@code socket.io-redis} 5, which names one socket at a time. */
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
    LegacyRequestType type = LegacyRequestType.of(request.path("type").intValue());
    if (type == null) {
      return;
    }
    switch (type) {
      case CLIENTS ->
          respond(
              "clients",
              AdapterRequestHandler.socketsIn(
                  busListener, channels.namespace(), request.path("rooms")));
      case CLIENT_ROOMS -> {
        Set<String> rooms = busListener.roomsOf(channels.namespace(), sid);
        if (rooms != null) {
          respond("rooms", rooms);
        }
      }
      case ALL_ROOMS -> respond("rooms", busListener.rooms(channels.namespace()));
      case REMOTE_JOIN -> apply(new BusMessage.Join(socket(), room()));
      case REMOTE_LEAVE -> apply(new BusMessage.Leave(socket(), room()));
      case CUSTOM_REQUEST -> respond(response.putNull("data"));
      case REMOTE_DISCONNECT ->
          apply(new BusMessage.Disconnect(socket(), request.path("close").asBoolean()));
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
