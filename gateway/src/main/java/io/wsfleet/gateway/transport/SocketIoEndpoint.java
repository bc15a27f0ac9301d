package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsfleet.gateway.hub.Handshake;
import io.wsfleet.gateway.transport.HandshakePolicy.Verdict;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The protocol's path: requests under it are ours, upgraded to a connection or refused. Matching is
 * by prefix, with the slash at the end.
 */
public final class SocketIoEndpoint {
  private final TransportSettings settings;
  private final Connections connections;
  private final Clock clock;
  private final HandshakePolicy policy;
  private final Cors cors;
  private volatile boolean closing;

  public SocketIoEndpoint(TransportSettings settings, Connections connections, Clock clock) {
    this.settings = settings;
    this.connections = connections;
    this.clock = clock;
    this.policy = new HandshakePolicy(settings.legacyClients());
    this.cors = new Cors(settings.corsOrigins());
  }

  public boolean isOurs(HttpServerRequest request) {
    String path = request.path();
    return path != null && path.startsWith(settings.path());
  }

  /** From now on nobody is let in. */
  public void stopAccepting() {
    closing = true;
  }

  public void handle(HttpServerRequest request) {
    String method = request.method().name();
    if (method.equals("OPTIONS") && cors.isOn()) {
      preflight(request);
      return;
    }
    Verdict verdict = policy.decide(asked(request));
    if (verdict instanceof Verdict.Refuse refuse) {
      refuse(request, refuse.refusal());
    } else if (closing) {
      refuse(request, Refusal.SHUTTING_DOWN);
    } else if (connections.size() >= settings.maxConnections()) {
      refuse(request, Refusal.TOO_MANY_CONNECTIONS);
    } else if (verdict instanceof Verdict.Accept accept) {
      upgrade(request, accept);
    }
  }

  private void upgrade(HttpServerRequest request, Verdict.Accept accept) {
    if (!isWebSocketVersionKnown(request)) {
      request.response().putHeader("Sec-WebSocket-Version", "13, 8");
      refuse(request, Refusal.BAD_REQUEST);
      return;
    }
    if (request.getHeader("Sec-WebSocket-Key") == null) {
      refuse(request, Refusal.BAD_REQUEST);
      return;
    }
    Handshake handshake = handshake(request);
    cors.headers(request.getHeader(HttpHeaders.ORIGIN)).forEach(request.response()::putHeader);
    Channel channel = ((ConnectionBase) request.connection()).channel();
    HandshakeDeadline.met(channel);
    request
        .toWebSocket()
        .onSuccess(socket -> connections.open(socket, channel, accept.version(), handshake));
  }

  private void refuse(HttpServerRequest request, Refusal refusal) {
    connections.traffic().count(refusal);
    HttpServerResponse response = request.response();
    cors.headers(request.getHeader(HttpHeaders.ORIGIN)).forEach(response::putHeader);
    response.setStatusCode(refusal.status());
    if (!request.headers().contains(HttpHeaders.UPGRADE)) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(refusal.json());
      return;
    }
    // Whoever wanted to upgrade may already be sending frames, which are no next request.
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
        .end(refusal.message())
        .onComplete(said -> request.connection().close());
  }

  private void preflight(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(204);
    cors.preflight(
            request.getHeader(HttpHeaders.ORIGIN),
            request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS))
        .forEach(response::putHeader);
    response.end();
  }

  private static HandshakePolicy.Asked asked(HttpServerRequest request) {
    return new HandshakePolicy.Asked(
        request.method().name(),
        "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE)),
        request.getParam("EIO"),
        request.getParam("transport"),
        request.getParam("sid"),
        request.getHeader(HttpHeaders.ORIGIN));
  }

  private static boolean isWebSocketVersionKnown(HttpServerRequest request) {
    String version = request.getHeader("Sec-WebSocket-Version");
    return "13".equals(version) || "8".equals(version);
  }

  private Handshake handshake(HttpServerRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    Map<String, String> query = new LinkedHashMap<>();
    request.params().forEach(parameter -> query.put(parameter.getKey(), parameter.getValue()));
    return new Handshake(
        request.remoteAddress().hostAddress(),
        request.uri(),
        clock.millis(),
        request.isSSL(),
        headers,
        query,
        "{}");
  }
}
