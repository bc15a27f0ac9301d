package io.wsfleet.gateway.plain;

import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.engineio.transport.HandshakeFactory;
import io.wsfleet.gateway.net.TrustedProxies;
import io.wsfleet.gateway.net.websocket.WebSocketUpgrade;
import io.wsfleet.gateway.socketio.server.ConnectRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Handles the requests at the path of plain clients: accepts or refuses their WebSockets. */
public final class PlainEndpoint {
  private static final String SUBPROTOCOL = "wsfleet.v1";
  private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

  private final PlainClients clients;
  private final WebSocketUpgrade upgrade;
  private final Clock clock;
  private final TrustedProxies trustedProxies;

  public PlainEndpoint(
      PlainClients clients, WebSocketUpgrade upgrade, Clock clock, TrustedProxies trustedProxies) {
    this.clients = clients;
    this.upgrade = upgrade;
    this.clock = clock;
    this.trustedProxies = trustedProxies;
  }

  public boolean matches(HttpServerRequest request) {
    return clients.settings().enabled() && clients.settings().path().equals(request.path());
  }

  public void handle(HttpServerRequest request) {
    String namespace = namespace(request);
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      refuse(request, 426, "Upgrade", "websocket", "this path is for websockets");
    } else if (!WebSocketUpgrade.isVersionKnown(request)) {
      refuse(request, 400, "Sec-WebSocket-Version", "13, 8", "the version must be 13 or 8");
    } else if (!WebSocketUpgrade.isValid(request)) {
      refuse(request, 400, PROTOCOLS, SUBPROTOCOL, "the upgrade request is not complete");
    } else if (!offersSubprotocol(request.headers().getAll(PROTOCOLS))) {
      refuse(request, 400, PROTOCOLS, SUBPROTOCOL, "the subprotocol must be " + SUBPROTOCOL);
    } else if (namespace == null) {
      refuse(request, 400, PROTOCOLS, SUBPROTOCOL, "the namespace is not served");
    } else if (clients.isClosing() || clients.isFull()) {
      refuse(request, 503, "Retry-After", "1", "the gateway accepts no more clients; retry");
    } else {
      ConnectRequest connect =
          new ConnectRequest(namespace, HandshakeFactory.create(request, clock, trustedProxies));
      new PlainWebSocket(
              clients,
              upgrade.accept(request, Map.of(PROTOCOLS, SUBPROTOCOL), null),
              upgrade.settings().closeMillis())
          .open(connect);
    }
  }

  private static void refuse(
      HttpServerRequest request, int status, String header, String value, String sentence) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(header, value)
        // The client may already send frames, which are no request.
        .putHeader("Connection", "close")
        .putHeader("Content-Type", "text/plain")
        .end(sentence)
        .onComplete(sent -> request.connection().close());
  }

  /** Returns the namespace of the query, by default the main one; null if it is not served. */
  private @Nullable String namespace(HttpServerRequest request) {
    String wanted = request.params(true).get("namespace");
    String namespace = wanted == null ? "/" : wanted;
    return clients.settings().sockets().namespaces().matches(namespace) ? namespace : null;
  }

  private static boolean offersSubprotocol(List<String> offered) {
    return offered.stream()
        .flatMap(each -> Arrays.stream(each.split(",", -1)))
        .anyMatch(each -> each.strip().equals(SUBPROTOCOL));
  }
}
