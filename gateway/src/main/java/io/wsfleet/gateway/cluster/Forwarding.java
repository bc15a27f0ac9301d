package io.wsfleet.gateway.cluster;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.wsfleet.gateway.bus.Leases;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.net.Credentials;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Forwards requests to the gateway that holds their session. If that fails, this gateway answers
 * that the session is unknown, and the client reconnects.
 */
public final class Forwarding {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.peers");

  /** Shorter than any server keeps an idle connection, so that no closed one is reused. */
  private static final int IDLE_SECONDS = 5;

  private final Vertx vertx;
  private final PeerSettings settings;
  private final Registration registration;
  private final PeerLookup peerLookup;
  private final HttpClient client;
  private final @Nullable SslContext tls;
  private final Semaphore slots;
  private final Consumer<HttpServerRequest> onForwarded;
  private final ForwardingCounters counters = new ForwardingCounters();
  private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();

  /**
   * @param credentials for TLS to the other gateways; null for plain text
   * @param onForwarded gets each request that is forwarded
   * @param clock milliseconds that never go back
   */
  public Forwarding(
      Vertx vertx,
      PeerSettings settings,
      Registration registration,
      Leases leases,
      @Nullable Credentials credentials,
      Consumer<HttpServerRequest> onForwarded,
      LongSupplier clock) {
    this.onForwarded = onForwarded;
    this.vertx = vertx;
    this.settings = settings;
    this.registration = registration;
    this.peerLookup =
        new PeerLookup(
            new PeerCache(settings.lookupsPerSecond(), clock.getAsLong()), leases, clock);
    this.client =
        vertx.createHttpClient(
            options(credentials), new PoolOptions().setHttp1MaxSize(settings.maxForwarded()));
    this.tls = credentials == null ? null : context(credentials);
    this.slots = new Semaphore(settings.maxForwarded());
  }

  /** Verifies only the issuer of a certificate: peers are addressed by IP. */
  private HttpClientOptions options(@Nullable Credentials credentials) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(settings.connectMillis())
            .setKeepAliveTimeout(IDLE_SECONDS);
    return credentials == null
        ? options
        : options
            .setSsl(true)
            .setVerifyHost(false)
            .setSslHandshakeTimeout(settings.connectMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setKeyCertOptions(credentials.keyCertOptions())
            .setTrustOptions(credentials.trustOptions());
  }

  private SslContext context(Credentials credentials) {
    try {
      return SslContextBuilder.forClient()
          .sslProvider(SslProvider.JDK)
          .keyManager(credentials.keyCertOptions().getKeyManagerFactory(vertx))
          .trustManager(credentials.trustOptions().getTrustManagerFactory(vertx))
          .build();
    } catch (Exception unusable) {
      throw new IllegalArgumentException("WSFLEET_TLS_FOLDER: " + unusable.getMessage(), unusable);
    }
  }

  /**
   * Forwards the request if another gateway holds its session; returns false if not. If it fails
   * later, {@code onUnknownSession} answers the request. Must be called on the event loop of the
   * request, before its body is read.
   */
  public boolean forward(HttpServerRequest request, String session, Runnable onUnknownSession) {
    String tag = tagOfAnother(request, session);
    if (tag == null) {
      return false;
    }
    if (!slots.tryAcquire()) {
      counters.count(ForwardFailure.TOO_MANY_REQUESTS);
      return false;
    }
    if (isWebSocket(request)) {
      forwardWebSocket(request, tag);
    } else {
      forwardRequest(request, tag, onUnknownSession);
    }
    return true;
  }

  public ForwardingCounters counters() {
    return counters;
  }

  /** The number of forwarded requests and WebSockets in flight. */
  int inFlight() {
    return settings.maxForwarded() - slots.availablePermits();
  }

  /** The number of forwarded WebSockets. */
  public int tunnels() {
    return tunnels.size();
  }

  /** One action for each forwarded WebSocket, which closes it. */
  public List<Runnable> closers() {
    return tunnels.stream().<Runnable>map(each -> each::close).toList();
  }

  public void close() {
    client.close();
  }

  private @Nullable String tagOfAnother(HttpServerRequest request, String session) {
    // A forwarded request is not forwarded again; a client that sets the header gains nothing.
    if (request.headers().contains(ForwardedHeaders.FORWARDED)) {
      return null;
    }
    String tag = IdGenerator.gatewayTag(session);
    return tag == null || registration.isOurs(tag) ? null : tag;
  }

  private static boolean isWebSocket(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && request.version() == HttpVersion.HTTP_1_1
        && "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
  }

  private void forwardRequest(HttpServerRequest request, String tag, Runnable onUnknownSession) {
    onForwarded.accept(request);
    Context context = vertx.getOrCreateContext();
    ForwardListener listener = forwardListener(tag, slots::release, onUnknownSession);
    ProxiedRequest proxied = new ProxiedRequest(vertx, request, listener);
    find(
        tag,
        peer -> {
          counters.forwardedRequests.increment();
          context.runOnContext(
              go -> proxied.start(client, peer, registration.tag(), settings.requestMillis()));
        },
        reason -> context.runOnContext(go -> proxied.reject(reason)));
  }

  private void forwardWebSocket(HttpServerRequest request, String tag) {
    onForwarded.accept(request);
    Tunnel tunnel = new Tunnel(request, registration.tag());
    tunnels.add(tunnel);
    Runnable end =
        () -> {
          tunnels.remove(tunnel);
          slots.release();
        };
    ForwardListener listener = forwardListener(tag, end, tunnel::close);
    find(
        tag,
        peer -> {
          counters.forwardedWebSockets.increment();
          tunnel.connect(peer, tls, settings.connectMillis(), settings.upgradeMillis(), listener);
        },
        listener::onFailed);
  }

  private void find(String tag, Consumer<Peer> found, Consumer<ForwardFailure> missing) {
    peerLookup
        .find(tag)
        .thenAccept(
            lookupResult -> {
              if (lookupResult instanceof PeerLookup.LookupResult.Found peer) {
                found.accept(peer.peer());
              } else if (lookupResult instanceof PeerLookup.LookupResult.Missing none) {
                missing.accept(none.reason());
              }
            });
  }

  private ForwardListener forwardListener(String tag, Runnable end, Runnable instead) {
    return new ForwardListener() {
      @Override
      public void onDone() {
        end.run();
      }

      @Override
      public void onFailed(ForwardFailure reason) {
        end.run();
        count(reason, tag);
        instead.run();
      }
    };
  }

  private void count(ForwardFailure reason, String tag) {
    counters.count(reason);
    if (reason == ForwardFailure.UNREACHABLE && peerLookup.markUnreachable(tag)) {
      LOG.warnf("event=peer-unreachable tag=%s; its clients reconnect", tag);
    }
  }
}
