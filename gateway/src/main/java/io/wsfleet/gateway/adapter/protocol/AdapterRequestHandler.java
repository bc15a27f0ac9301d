package io.wsfleet.gateway.adapter.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.adapter.wire.AdapterJson;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.adapter.wire.RequestFormat;
import io.wsfleet.gateway.adapter.wire.RequestType;
import io.wsfleet.gateway.adapter.wire.ResponseFormat;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
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
 * Handles the requests of other servers. They count the subscribers of the request channel and wait
 * for a response from each; so there is a response also where it is empty.
 */
public final class AdapterRequestHandler {
  private static final long DEFAULT_ACK_MILLIS = 5000;
  private static final long MAX_ACK_MILLIS = 60_000;

  private final String serverId;
  private final BusListener busListener;
  private final Consumer<BusMessage> onMessage;
  private final JsonText json;
  private final int maxDepth;
  private final BiConsumer<String, byte[]> publish;

  /** Passes commands to {@code onMessage}, and answers queries from the listener. */
  public AdapterRequestHandler(
      String serverId,
      BusListener busListener,
      Consumer<BusMessage> onMessage,
      JsonText json,
      int maxDepth,
      BiConsumer<String, byte[]> publish) {
    this.serverId = serverId;
    this.busListener = busListener;
    this.onMessage = onMessage;
    this.json = json;
    this.maxDepth = maxDepth;
    this.publish = publish;
  }

  public void handle(Channels channels, byte[] message) throws IOException {
    AdapterJson.DecodedMessage request = AdapterJson.parse(message, maxDepth);
    JsonNode body = request.body();
    if (!body.path("type").isInt()) {
      throw new IOException("request without a type");
    }
    if (body.path("uid").asText().equals(serverId)) {
      return;
    }
    if (body.has("requestid")) {
      // The spelling of socket.io-redis 5, whose types have other numbers.
      new LegacyRequestHandler(channels, body, busListener, onMessage, publish).handle();
    } else {
      new ReceivedRequest(channels, body, request.attachments()).handle();
    }
  }

  /** One request. */
  private final class ReceivedRequest {
    private final Channels channels;
    private final String namespace;
    private final JsonNode request;
    private final List<byte[]> attachments;
    private final String id;

    ReceivedRequest(Channels channels, JsonNode request, List<byte[]> attachments) {
      this.channels = channels;
      this.namespace = channels.namespace();
      this.request = request;
      this.attachments = attachments;
      this.id = request.path("requestId").asText();
    }

    void handle() throws IOException {
      RequestType type = RequestType.of(request.path("type").intValue());
      if (type == null) {
        return;
      }
      switch (type) {
        case SOCKETS ->
            respond("sockets", socketsIn(busListener, namespace, request.path("rooms")));
        case ALL_ROOMS -> respond("rooms", busListener.rooms(namespace));
        case REMOTE_JOIN -> apply(new BusMessage.Join(audience(), rooms()));
        case REMOTE_LEAVE -> apply(new BusMessage.Leave(audience(), rooms()));
        case REMOTE_DISCONNECT ->
            apply(new BusMessage.Disconnect(audience(), request.path("close").asBoolean()));
        case REMOTE_FETCH -> fetch();
        case SERVER_SIDE_EMIT -> serverEvent();
        case BROADCAST -> broadcastWithAck();
        case BROADCAST_CLIENT_COUNT, BROADCAST_ACK -> {
          // Types of responses.
        }
      }
    }

    /** An older form names one socket and one room, and expects a response. */
    private void apply(BusMessage message) {
      if (request.has("opts")) {
        onMessage.accept(message);
      } else if (busListener.roomsOf(namespace, request.path("sid").asText()) != null) {
        onMessage.accept(message);
        respond(responseTo("requestId", request));
      }
    }

    private Audience audience() {
      return request.has("opts")
          ? RequestFormat.audience(namespace, request.path("opts"))
          : Audience.room(namespace, request.path("sid").asText());
    }

    private Set<String> rooms() {
      return request.has("opts")
          ? AdapterJson.names(request.path("rooms"))
          : Set.of(request.path("room").asText());
    }

    private void fetch() {
      ObjectNode response = responseTo("requestId", request);
      ArrayNode sockets = response.putArray("sockets");
      busListener
          .fetchSockets(audience())
          .forEach(remoteSocket -> ResponseFormat.putSocket(remoteSocket, sockets.addObject()));
      respond(response);
    }

    private void serverEvent() throws IOException {
      Event event = event(request.path("data"));
      if (request.has("requestId")) {
        busListener.onServerSideEmit(
            namespace,
            event,
            // Servers always expect this response on the common channel.
            ack -> publish(channels.response(), () -> ResponseFormat.encodeServerAck(id, ack)));
      } else {
        onMessage.accept(new BusMessage.ServerEvent(namespace, event));
      }
    }

    private void broadcastWithAck() throws IOException {
      Event event = event(request.path("packet").path("data"));
      JsonNode options = request.path("opts");
      long timeoutMillis = options.path("flags").path("timeout").asLong(DEFAULT_ACK_MILLIS);
      busListener.broadcastWithAck(
          new BusMessage.Broadcast(event, RequestFormat.audience(namespace, options), false),
          Math.min(Math.max(timeoutMillis, 0), MAX_ACK_MILLIS),
          clients ->
              publish(channels.response(), () -> ResponseFormat.encodeClientCount(id, clients)),
          ack -> publish(channels.response(), () -> ResponseFormat.encodeClientAck(json, id, ack)));
    }

    private Event event(JsonNode data) throws IOException {
      Event event = json.event(AdapterJson.text(data), attachments);
      if (event == null) {
        throw new IOException("data is not an event");
      }
      return event;
    }

    private void respond(String field, Set<String> names) {
      ObjectNode response = responseTo("requestId", request);
      AdapterJson.putNames(response, field, names);
      respond(response);
    }

    private void respond(JsonNode response) {
      publish.accept(channels.response(), AdapterJson.bytes(response));
    }
  }

  /** A response with the id that the request has in this field. */
  static ObjectNode responseTo(String idField, JsonNode request) {
    return AdapterJson.newObject().set(idField, request.path(idField));
  }

  static Set<String> socketsIn(BusListener busListener, String namespace, JsonNode rooms) {
    Set<String> ids = new LinkedHashSet<>();
    busListener
        .fetchSockets(new Audience(namespace, AdapterJson.names(rooms), Set.of()))
        .forEach(remoteSocket -> ids.add(remoteSocket.id()));
    return ids;
  }

  private void publish(String channel, ResponseEncoder response) {
    try {
      publish.accept(channel, response.bytes());
    } catch (IOException impossible) {
      // The payload was parsed before.
      throw new IllegalStateException(impossible);
    }
  }

  private interface ResponseEncoder {
    byte[] bytes() throws IOException;
  }
}
