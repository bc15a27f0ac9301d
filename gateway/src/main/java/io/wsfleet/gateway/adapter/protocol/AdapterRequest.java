package io.wsfleet.gateway.adapter.protocol;

import io.wsfleet.gateway.adapter.wire.RequestFormat;
import io.wsfleet.gateway.adapter.wire.RequestType;
import io.wsfleet.gateway.adapter.wire.ResponseFormat;
import io.wsfleet.gateway.adapter.wire.ResponseFormat.AdapterResponse;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A request of this gateway to all servers, and how it reads their responses. */
public sealed interface AdapterRequest<T> {
  String namespace();

  byte[] encode(String serverId, String id) throws IOException;

  /** Adds the response of this gateway itself. */
  void askLocal(BusListener listener, PendingResponse<T> pending);

  /** Adds the response of another server. */
  void onResponse(AdapterResponse response, PendingResponse<T> pending) throws IOException;

  /** The least number of values of each server. */
  default int minValuesPerServer() {
    return 0;
  }

  /** The sockets of an audience. */
  record FetchSockets(Audience audience) implements AdapterRequest<RemoteSocket> {
    @Override
    public String namespace() {
      return audience.namespace();
    }

    @Override
    public byte[] encode(String serverId, String id) {
      return RequestFormat.encodeFetchSockets(serverId, id, audience);
    }

    @Override
    public void askLocal(BusListener listener, PendingResponse<RemoteSocket> pending) {
      pending.addServerValues(listener.fetchSockets(audience));
    }

    @Override
    public void onResponse(AdapterResponse response, PendingResponse<RemoteSocket> pending) {
      List<RemoteSocket> sockets = new ArrayList<>();
      response
          .body()
          .path("sockets")
          .forEach(each -> sockets.add(ResponseFormat.remoteSocket(each)));
      pending.addServerValues(sockets);
    }
  }

  /** The names of all rooms of a namespace. */
  record AllRooms(String namespace) implements AdapterRequest<String> {
    @Override
    public byte[] encode(String serverId, String id) {
      return RequestFormat.encodeAllRooms(serverId, id);
    }

    @Override
    public void askLocal(BusListener listener, PendingResponse<String> pending) {
      pending.addServerValues(listener.rooms(namespace));
    }

    @Override
    public void onResponse(AdapterResponse response, PendingResponse<String> pending) {
      pending.addServerValues(response.names("rooms"));
    }
  }

  /** An event that each client acknowledges. */
  record BroadcastWithAck(JsonText json, Broadcast broadcast, long timeoutMillis)
      implements AdapterRequest<JsonPayload> {
    @Override
    public String namespace() {
      return broadcast.namespace();
    }

    @Override
    public byte[] encode(String serverId, String id) throws IOException {
      return RequestFormat.encodeBroadcastWithAck(json, serverId, id, broadcast, timeoutMillis);
    }

    @Override
    public void askLocal(BusListener listener, PendingResponse<JsonPayload> pending) {
      listener.broadcastWithAck(broadcast, timeoutMillis, pending::expectValues, pending::addValue);
    }

    @Override
    public void onResponse(AdapterResponse response, PendingResponse<JsonPayload> pending)
        throws IOException {
      RequestType type = response.type();
      if (type == RequestType.BROADCAST_CLIENT_COUNT) {
        pending.expectValues(response.body().path("clientCount").asInt());
      } else if (type == RequestType.BROADCAST_ACK) {
        pending.addValue(response.payload("packet"));
      } else {
        throw new IOException("unexpected response type " + type);
      }
    }
  }

  /** An event that each other server acknowledges with one value. */
  record ServerSideEmit(String namespace, Event event) implements AdapterRequest<JsonPayload> {
    @Override
    public byte[] encode(String serverId, String id) throws IOException {
      return RequestFormat.encodeServerSideEmit(serverId, id, event);
    }

    @Override
    public void askLocal(BusListener listener, PendingResponse<JsonPayload> pending) {
      pending.addServers(-1);
    }

    @Override
    public void onResponse(AdapterResponse response, PendingResponse<JsonPayload> pending) {
      pending.addServerValues(List.of(response.payload("data")));
    }

    @Override
    public int minValuesPerServer() {
      return 1;
    }
  }
}
