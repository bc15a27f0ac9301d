package io.wsfleet.gateway.engineio.transport;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.engineio.server.RequestPolicy;
import io.wsfleet.gateway.engineio.server.RequestPolicy.Decision;
import io.wsfleet.gateway.net.ClientAddress;
import io.wsfleet.gateway.net.RequestDeadline;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.net.websocket.WebSocketUpgrade;
import io.wsfleet.gateway.net.websocket.frames.DeflateParameters;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Handles the requests below the path of Engine.IO: {@link RequestPolicy} decides whether a request
 * opens a session, belongs to one, or is rejected.
 */
public final class EngineIoEndpoint {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private final TransportContext context;
  private final ConnectionRegistry connectionRegistry;
  private final TransportFactory transportFactory;
  private final WebSocketUpgrade webSocketUpgrade;
  private final Clock clock;
  private final SessionForwarder sessionForwarder;
  private final RequestPolicy policy;
  private final HttpResponses httpResponses;
  private volatile boolean closing;

  public EngineIoEndpoint(
      TransportContext context,
      ConnectionRegistry connectionRegistry,
      TransportFactory transportFactory,
      WebSocketUpgrade webSocketUpgrade,
      Clock clock,
      SessionForwarder sessionForwarder) {
    this.context = context;
    this.connectionRegistry = connectionRegistry;
    this.transportFactory = transportFactory;
    this.webSocketUpgrade = webSocketUpgrade;
    this.clock = clock;
    this.sessionForwarder = sessionForwarder;
    this.policy =
        new RequestPolicy(
            Set.copyOf(context.engine().transports()), context.engine().legacyClients());
    this.httpResponses = new HttpResponses(context.http().cors(), context.counters());
  }

  public boolean matches(HttpServerRequest request) {
    String path = request.path();
    return path != null && path.startsWith(context.http().path());
  }

  /** Rejects new sessions from now on. */
  public void stopAccepting() {
    closing = true;
  }

  public void handle(HttpServerRequest request) {
    if (httpResponses.isPreflight(request)) {
      httpResponses.preflight(request);
      return;
    }
    String sid = sid(request);
    Connection connection = sid == null ? null : connectionRegistry.find(sid);
    Decision decision = policy.decide(policyRequest(request, sid), policySession(connection));
    if (decision instanceof Decision.Reject reject) {
      reject(request, sid, reject.error());
    } else if (connection == null) {
      openSession(request, decision);
    } else {
      continueSession(request, decision, connection);
    }
  }

  /** Stops the deadline of a request's channel until its response. From any thread. */
  public static void suspendDeadline(HttpServerRequest request) {
    RequestDeadline.stop(channel(request));
  }

  private void reject(HttpServerRequest request, @Nullable String sid, ConnectionError error) {
    Runnable reject = () -> httpResponses.sendError(request, error);
    // Whoever responds: the deadline for the next request starts then.
    request.response().endHandler(answered -> startRequestDeadline(request));
    if (sid == null
        || error != ConnectionError.UNKNOWN_SID
        || !sessionForwarder.forward(request, sid, reject)) {
      reject.run();
    }
  }

  private void startRequestDeadline(HttpServerRequest request) {
    RequestDeadline.start(channel(request), context.http().requestMillis(), () -> {});
  }

  /** A request without a session. */
  private void openSession(HttpServerRequest request, Decision decision) {
    if (closing) {
      httpResponses.sendError(request, ConnectionError.SHUTTING_DOWN);
    } else if (connectionRegistry.isFull()) {
      httpResponses.sendError(request, ConnectionError.TOO_MANY_CONNECTIONS);
    } else if (connectionRegistry.isFull(
        ClientAddress.of(request, context.http().trustedProxies()))) {
      httpResponses.sendError(request, ConnectionError.TOO_MANY_FROM_ADDRESS);
    } else if (decision instanceof Decision.OpenPolling openPolling) {
      transportFactory.open(
          pollingRequest(request),
          openPolling.version(),
          HandshakeFactory.create(request, clock, context.http().trustedProxies()));
    } else if (decision instanceof Decision.OpenWebSocket open) {
      Handshake handshake =
          HandshakeFactory.create(request, clock, context.http().trustedProxies());
      upgrade(request, socket -> transportFactory.open(socket, open.version(), handshake));
    } else {
      upgrade(request, transportFactory::rejectWebSocket);
    }
  }

  /** A request of a session. */
  private void continueSession(
      HttpServerRequest request, Decision decision, Connection connection) {
    if (decision instanceof Decision.Upgrade) {
      upgrade(request, socket -> transportFactory.upgrade(socket, connection));
    } else if (decision instanceof Decision.RejectedUpgrade) {
      upgrade(request, transportFactory::rejectWebSocket);
    } else if (!(connection.transport() instanceof PollingTransport polling)) {
      // It was upgraded to a WebSocket a moment ago.
      httpResponses.sendError(request, ConnectionError.BAD_REQUEST);
    } else if (decision instanceof Decision.Poll) {
      polling.onGet(pollingRequest(request));
    } else if (decision instanceof Decision.Post) {
      polling.onPost(pollingRequest(request));
    } else {
      pollingRequest(request).sendStatus(500);
    }
  }

  private void upgrade(HttpServerRequest request, Consumer<WebSocket> onWebSocket) {
    if (!WebSocketUpgrade.isVersionKnown(request)) {
      request.response().putHeader("Sec-WebSocket-Version", "13, 8");
      httpResponses.sendError(request, ConnectionError.BAD_REQUEST);
      return;
    }
    if (!WebSocketUpgrade.isValid(request)) {
      httpResponses.sendError(request, ConnectionError.BAD_REQUEST);
      return;
    }
    DeflateParameters parameters =
        context.webSocket().perMessageDeflate()
            ? DeflateParameters.negotiate(request.getHeader("Sec-WebSocket-Extensions"))
            : null;
    onWebSocket.accept(webSocketUpgrade.accept(request, upgradeHeaders(request), parameters));
  }

  /** Clients with subprotocols fail without one; a Node server chooses the first. */
  private Map<String, String> upgradeHeaders(HttpServerRequest request) {
    Map<String, String> headers = new LinkedHashMap<>(httpResponses.commonHeaders(request));
    String offered = request.getHeader("Sec-WebSocket-Protocol");
    String first = offered == null ? "" : offered.split(",", 2)[0].strip();
    if (TOKEN.matcher(first).matches()) {
      headers.put("Sec-WebSocket-Protocol", first);
    }
    return headers;
  }

  private PollingRequest pollingRequest(HttpServerRequest request) {
    return new PollingRequest(request, httpResponses, context);
  }

  private static RequestPolicy.Request policyRequest(
      HttpServerRequest request, @Nullable String sid) {
    return new RequestPolicy.Request(
        request.method().name(),
        "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE)),
        request.params(true).get("EIO"),
        request.params(true).get("transport"),
        sid,
        request.getHeader(HttpHeaders.ORIGIN),
        isSet(request.params(true).get("j")));
  }

  private static RequestPolicy.@Nullable Session policySession(@Nullable Connection connection) {
    return connection == null
        ? null
        : new RequestPolicy.Session(connection.version(), connection.transport().name());
  }

  private static @Nullable String sid(HttpServerRequest request) {
    String sid = request.params(true).get("sid");
    return isSet(sid) ? sid : null;
  }

  private static boolean isSet(@Nullable String parameter) {
    return parameter != null && !parameter.isEmpty();
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }
}
