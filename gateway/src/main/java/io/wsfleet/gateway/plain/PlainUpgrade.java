package io.wsfleet.gateway.plain;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.engineio.transport.HandshakeFactory;
import io.wsfleet.gateway.socketio.server.ConnectRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the upgrade request of a plain client, and keeps its handshake. */
@Singleton
public class PlainUpgrade implements HttpUpgradeCheck {
  static final TypedKey<ConnectRequest> CONNECT_REQUEST = new TypedKey<>("wsfleet.candidate");
  private static final String SUBPROTOCOL = "wsfleet.v1";
  private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

  private final PlainClients clients;
  private final Clock clock;

  @Inject
  PlainUpgrade(PlainClients clients) {
    this.clients = clients;
    this.clock = Clock.systemUTC();
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    String namespace = namespace(request);
    if (!offersSubprotocol(request.headers().getAll(PROTOCOLS)) || namespace == null) {
      return CheckResult.rejectUpgrade(400, Map.of(PROTOCOLS, List.of(SUBPROTOCOL)));
    }
    if (clients.isClosing() || clients.isFull()) {
      return CheckResult.rejectUpgrade(503, Map.of("Retry-After", List.of("1")));
    }
    context
        .userData()
        .put(
            CONNECT_REQUEST,
            new ConnectRequest(namespace, HandshakeFactory.create(request, clock)));
    HandshakeFactory.completeHandshake(request);
    return CheckResult.permitUpgrade();
  }

  /** Returns the namespace of the query, by default the main one; null if it is not served. */
  private @Nullable String namespace(HttpServerRequest request) {
    String wanted = request.getParam("namespace");
    String namespace = wanted == null ? "/" : wanted;
    return clients.settings().sockets().namespaces().matches(namespace) ? namespace : null;
  }

  private static boolean offersSubprotocol(List<String> offered) {
    return offered.stream()
        .flatMap(each -> Arrays.stream(each.split(",", -1)))
        .anyMatch(each -> each.strip().equals(SUBPROTOCOL));
  }
}
