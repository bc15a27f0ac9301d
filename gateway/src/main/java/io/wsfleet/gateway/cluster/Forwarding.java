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
 * Passes requests for sessions of other gateways on to them. Whatever keeps it from doing so, the
 * request is then answered here, where there is no such session; its client connects anew.
 */
public final class Forwarding {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.peers");

  /** Shorter than anybody keeps an idle connection, so that none is used that was just closed. */
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
   * Of each connection that is passed on, {@code served} is told that it is what it should be. The
   * others are spoken to in plain text where there are no credentials.
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

  /** Of a certificate only who has issued it is looked at: peers are known by their addresses. */
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
   * Passes the request on if its session is one of another gateway; false if it is not. Where that
   * then fails, {@code unknown} answers that there is no such session. To be called on the event
   * loop of the request, before anything of its body was read.
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

  /** How many requests and websockets are passed on. */
  int inFlight() {
    return settings.maxForwarded() - slots.availablePermits();
  }

  /** How many websockets are. */
  public int tunnels() {
    return tunnels.size();
  }

  /** The websockets that are passed on now, each as something that closes it. */
  public List<Runnable> closers() {
    return tunnels.stream().<Runnable>map(each -> each::close).toList();
  }

  public void close() {
    client.close();
  }

  private @Nullable String tagOfAnother(HttpServerRequest request, String session) {
    // Of a client that says so itself, nothing is passed on.
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
      LOG.warnf("event=peer-unreachable tag=%s; its clients connect anew", tag);
    }
  }
}
