package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsfleet.gateway.hub.Handshake;
import io.wsfleet.gateway.net.HandshakeDeadline;
import io.wsfleet.gateway.net.RequestDeadline;
import io.wsfleet.gateway.net.websocket.DeflateParameters;
import io.wsfleet.gateway.net.websocket.FrameReader;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.net.websocket.WebSocketHandshaker;
import io.wsfleet.gateway.transport.RequestPolicy.Verdict;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The protocol's path: requests under it are ours. They begin a session, belong to one, or are
 * refused, as the {@link RequestPolicy} says. Matching is by prefix, with the slash at the end.
 */
public final class SocketIoEndpoint {
  private final TransportSettings settings;
  private final Connections connections;
  private final Clock clock;
  private final Elsewhere elsewhere;
  private final RequestPolicy policy;
  private final Answers answers;
  private final FrameReader.Limits frames;
  private volatile boolean closing;

  public SocketIoEndpoint(
      TransportSettings settings, Connections connections, Clock clock, Elsewhere elsewhere) {
    this.settings = settings;
    this.connections = connections;
    this.clock = clock;
    this.elsewhere = elsewhere;
    this.policy = new RequestPolicy(Set.copyOf(settings.transports()), settings.legacyClients());
    this.frames = settings.frames();
    this.answers = new Answers(new Cors(settings.corsOrigins()), connections.traffic());
  }

  public boolean isOurs(HttpServerRequest request) {
    String path = request.path();
    return path != null && path.startsWith(settings.path());
  }

  /** From now on nobody new is let in. */
  public void stopAccepting() {
    closing = true;
  }

  public void handle(HttpServerRequest request) {
    if (answers.isPreflight(request)) {
      answers.preflight(request);
      return;
    }
    String sid = sid(request);
    Connection connection = sid == null ? null : connections.find(sid);
    Verdict verdict = policy.decide(asked(request, sid), held(connection));
    if (verdict instanceof Verdict.Refuse refuse) {
      refuse(request, sid, refuse.refusal());
    } else if (connection == null) {
      first(request, verdict);
    } else {
      next(request, verdict, connection);
    }
  }

  /** Nothing is waited for from the client of this request until its answer. From any thread. */
  public static void hold(HttpServerRequest request) {
    RequestDeadline.stop(channel(request));
  }

  private void refuse(HttpServerRequest request, @Nullable String sid, Refusal refusal) {
    Runnable refused = () -> answers.refuse(request, refusal);
    // Whoever answers: the client may then take its time for the next request.
    request.response().endHandler(answered -> awaitNext(request));
    if (sid == null
        || refusal != Refusal.SESSION_UNKNOWN
        || !elsewhere.serve(request, sid, refused)) {
      refused.run();
    }
  }

  private void awaitNext(HttpServerRequest request) {
    RequestDeadline.start(channel(request), settings.handshakeMillis(), () -> {});
  }

  /** A request that would begin a session. */
  private void first(HttpServerRequest request, Verdict verdict) {
    if (closing) {
      answers.refuse(request, Refusal.SHUTTING_DOWN);
    } else if (connections.isFull()) {
      answers.refuse(request, Refusal.TOO_MANY_CONNECTIONS);
    } else if (connections.isFull(request.remoteAddress().hostAddress())) {
      answers.refuse(request, Refusal.TOO_MANY_FROM_ADDRESS);
    } else if (verdict instanceof Verdict.Open open) {
      connections.open(exchange(request), open.version(), Handshakes.of(request, clock));
    } else if (verdict instanceof Verdict.OpenWebSocket open) {
      Handshake handshake = Handshakes.of(request, clock);
      upgrade(request, socket -> connections.open(socket, open.version(), handshake));
    } else {
      upgrade(request, connections::turnAway);
    }
  }

  /** A request of a session. */
  private void next(HttpServerRequest request, Verdict verdict, Connection connection) {
    if (verdict instanceof Verdict.Upgrade) {
      upgrade(request, socket -> connections.upgrade(socket, connection));
    } else if (verdict instanceof Verdict.UpgradeInVain) {
      upgrade(request, connections::turnAway);
    } else if (!(connection.transport() instanceof PollingTransport polling)) {
      // It has changed to a websocket this moment.
      answers.refuse(request, Refusal.BAD_REQUEST);
    } else if (verdict instanceof Verdict.Poll) {
      polling.get(exchange(request));
    } else if (verdict instanceof Verdict.Post) {
      polling.post(exchange(request));
    } else {
      exchange(request).nothing(500);
    }
  }

  private void upgrade(HttpServerRequest request, Consumer<WebSocket> use) {
    if (!isWebSocketVersionKnown(request)) {
      request.response().putHeader("Sec-WebSocket-Version", "13, 8");
      answers.refuse(request, Refusal.BAD_REQUEST);
      return;
    }
    String key = request.getHeader("Sec-WebSocket-Key");
    if (key == null || !request.method().equals(HttpMethod.GET) || !isConnectionUpgraded(request)) {
      answers.refuse(request, Refusal.BAD_REQUEST);
      return;
    }
    Channel channel = channel(request);
    HandshakeDeadline.complete(channel);
    DeflateParameters terms =
        settings.perMessageDeflate()
            ? DeflateParameters.negotiate(request.getHeader("Sec-WebSocket-Extensions"))
            : null;
    WebSocketHandshaker webSocketHandshaker =
        new WebSocketHandshaker(connections.loops().get(channel.eventLoop()), frames, terms);
    use.accept(webSocketHandshaker.handshake(channel, key, answers.headers(request)));
  }

  private Exchange exchange(HttpServerRequest request) {
    return new Exchange(request, answers, settings);
  }

  private static RequestPolicy.Asked asked(HttpServerRequest request, @Nullable String sid) {
    return new RequestPolicy.Asked(
        request.method().name(),
        "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE)),
        request.getParam("EIO"),
        request.getParam("transport"),
        sid,
        request.getHeader(HttpHeaders.ORIGIN),
        isSet(request.getParam("j")));
  }

  private static RequestPolicy.@Nullable Held held(@Nullable Connection connection) {
    return connection == null
        ? null
        : new RequestPolicy.Held(connection.version(), connection.transport().name());
  }

  private static @Nullable String sid(HttpServerRequest request) {
    String sid = request.getParam("sid");
    return isSet(sid) ? sid : null;
  }

  private static boolean isSet(@Nullable String parameter) {
    return parameter != null && !parameter.isEmpty();
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  private static boolean isConnectionUpgraded(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.CONNECTION).stream()
        .flatMap(header -> Stream.of(header.split(",", -1)))
        .anyMatch(word -> word.strip().equalsIgnoreCase("upgrade"));
  }

  private static boolean isWebSocketVersionKnown(HttpServerRequest request) {
    String version = request.getHeader("Sec-WebSocket-Version");
    return "13".equals(version) || "8".equals(version);
  }
}
