package io.wsfleet.gateway.adapter;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.adapter.protocol.AdapterRequest;
import io.wsfleet.gateway.adapter.protocol.PendingResponse;
import io.wsfleet.gateway.adapter.wire.ResponseFormat.AdapterResponse;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.redis.ServerId;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Sends requests to all servers, Node servers too, and collects the responses:
 *
 * <ol>
 *   <li>It subscribes to the namespace, and adds the response of this gateway.
 *   <li>It asks Redis how many subscribers the request channel has: that many responses will come.
 *   <li>It publishes the request, and collects responses until all have come or the timeout passes.
 * </ol>
 *
 * <p>Runs on the event loop of the bus; requests can be sent from any thread.
 */
final class AdapterRequests implements ClusterQueries {
  private final Vertx vertx;
  private final Context context;
  private final RedisSettings settings;
  private final RandomGenerator random;
  private final JsonText json;
  private final String serverId;
  private final BusListener busListener;
  private final ServerChannel serverChannel;
  private final Map<String, PendingResponse<?>> pendingById = new LinkedHashMap<>();

  AdapterRequests(
      Vertx vertx,
      Context context,
      RedisSettings settings,
      RandomGenerator random,
      JsonText json,
      String serverId,
      BusListener busListener,
      ServerChannel serverChannel) {
    this.vertx = vertx;
    this.context = context;
    this.settings = settings;
    this.random = random;
    this.json = json;
    this.serverId = serverId;
    this.busListener = busListener;
    this.serverChannel = serverChannel;
  }

  /** The channel to the other servers. */
  interface ServerChannel {
    /** Subscribes to the namespace, and returns how many other servers are subscribed. */
    CompletionStage<Integer> subscribeAndCount(String namespace);

    CompletionStage<Void> send(String namespace, byte[] request);
  }

  @Override
  public CompletionStage<Responses<BusListener.RemoteSocket>> fetchSockets(Audience audience) {
    return send(new AdapterRequest.FetchSockets(audience), settings.responseTimeoutMillis());
  }

  @Override
  public CompletionStage<Responses<String>> allRooms(String namespace) {
    return send(new AdapterRequest.AllRooms(namespace), settings.responseTimeoutMillis())
        .thenApply(Responses::distinct);
  }

  @Override
  public CompletionStage<Responses<JsonPayload>> send(Broadcast broadcast, long timeoutMillis) {
    return send(new AdapterRequest.BroadcastWithAck(json, broadcast, timeoutMillis), timeoutMillis);
  }

  @Override
  public CompletionStage<Responses<JsonPayload>> serverSideEmitWithAck(
      String namespace, Event event, long timeoutMillis) {
    return send(new AdapterRequest.ServerSideEmit(namespace, event), timeoutMillis);
  }

  /** A response to a request of this gateway or of another. */
  void onResponse(byte[] message) throws IOException {
    if (pendingById.isEmpty()) {
      return;
    }
    AdapterResponse response = AdapterResponse.parse(message, settings.maxJsonDepth());
    PendingResponse<?> pending = pendingById.get(response.requestId());
    if (pending != null) {
      pending.onResponse(response);
    }
  }

  /** The namespaces in which responses are expected. */
  Set<String> namespaces() {
    return pendingById.values().stream()
        .map(pending -> pending.request().namespace())
        .collect(Collectors.toSet());
  }

  private <T> CompletionStage<Responses<T>> send(AdapterRequest<T> request, long timeoutMillis) {
    // This gateway, and one more until the number of the others is known.
    PendingResponse<T> pending = new PendingResponse<>(request, 2);
    context.runOnContext(go -> begin(pending, timeoutMillis));
    return pending.done();
  }

  private <T> void begin(PendingResponse<T> pending, long timeoutMillis) {
    String id = register(pending, timeoutMillis);
    AdapterRequest<T> request = pending.request();
    request.askLocal(busListener, pending);
    serverChannel
        .subscribeAndCount(request.namespace())
        .whenComplete(
            (others, failure) -> {
              if (others == null) {
                pending.removeServers(1);
              } else {
                pending.addServers(others - 1);
                sendToOthers(id, pending, others);
              }
            });
  }

  private <T> String register(PendingResponse<T> pending, long timeoutMillis) {
    if (pendingById.size() >= settings.maxPendingRequests()) {
      pendingById.values().iterator().next().complete();
    }
    String id = ServerId.random(random);
    pendingById.put(id, pending);
    long timer = vertx.setTimer(Math.max(1, timeoutMillis), late -> pending.complete());
    pending
        .done()
        .whenComplete((responses, failure) -> context.runOnContext(go -> unregister(id, timer)));
    return id;
  }

  private void unregister(String id, long timer) {
    pendingById.remove(id);
    vertx.cancelTimer(timer);
  }

  private <T> void sendToOthers(String id, PendingResponse<T> pending, int others) {
    if (others <= 0) {
      return;
    }
    try {
      serverChannel
          .send(pending.request().namespace(), pending.request().encode(serverId, id))
          .exceptionally(
              notAsked -> {
                pending.removeServers(others);
                return null;
              });
    } catch (IOException unwritable) {
      pending.removeServers(others);
    }
  }
}
