package io.wsfleet.gateway.bootstrap;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.api.Api;
import io.wsfleet.gateway.api.ApiCounters;
import io.wsfleet.gateway.api.ApiSettings;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.bus.InMemoryLeases;
import io.wsfleet.gateway.bus.Leases;
import io.wsfleet.gateway.bus.pubsub.PubSubBus;
import io.wsfleet.gateway.bus.redis.RedisLeases;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.stream.StreamBus;
import io.wsfleet.gateway.bus.stream.StreamSettings;
import io.wsfleet.gateway.cluster.Forwarding;
import io.wsfleet.gateway.cluster.PeerPort;
import io.wsfleet.gateway.cluster.PeerPortSettings;
import io.wsfleet.gateway.cluster.Registration;
import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.engineio.transport.EngineIoEndpoint;
import io.wsfleet.gateway.handlers.Extensions;
import io.wsfleet.gateway.net.Credentials;
import io.wsfleet.gateway.net.EventLoops;
import io.wsfleet.gateway.net.TlsFolder;
import io.wsfleet.gateway.net.TlsReload;
import io.wsfleet.gateway.plain.PlainClients;
import io.wsfleet.gateway.rules.AnnouncementScheduler;
import io.wsfleet.gateway.rules.EventRouter;
import io.wsfleet.gateway.rules.LocalNode;
import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.socketio.fanout.EventLoopDispatcher;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.PendingAcks;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A gateway put together from its parts: everything but the process around it. */
public final class Gateway {
  private static final int PORT_START_SECONDS = 10;
  private static final long RECOVERY_TICK_MILLIS = 200;

  private final Vertx vertx;
  private final Settings settings;
  private final Hub hub;
  private final Bus bus;
  private final Leases leases;
  private final Registration registration;
  private final Forwarding forwarding;
  private final Extensions extensions;
  private final EventRouter eventRouter;
  private final PendingAcks pendingAcks;
  private final AnnouncementScheduler announcementScheduler;
  private final Recovery recovery;
  private final ConnectionRegistry connectionRegistry;
  private final PlainClients plain;
  private final EngineIoEndpoint endpoint;
  private final ApiCounters apiCounters = new ApiCounters();
  private final @Nullable Api api;
  private final @Nullable PeerPort peerPort;
  private final @Nullable TlsReload tlsReload;
  private volatile boolean ready;
  private long timer;

  public Gateway(Vertx vertx, Settings settings, Clock clock) {
    SecureRandom random = new SecureRandom();
    this.vertx = vertx;
    this.settings = settings;
    this.hub = new Hub(settings.maxRooms());
    this.bus = bus(vertx, settings, random);
    this.leases = leases(vertx, settings, random);
    this.registration = new Registration(vertx, leases, settings.peers().self(), random);
    PeerPortSettings peers = settings.peerPort();
    TlsFolder.@Nullable Content tls = peers == null ? null : peers.tls().read();
    Credentials credentials = credentials(vertx, tls);
    this.forwarding =
        new Forwarding(
            vertx,
            settings.peers(),
            registration,
            leases,
            credentials,
            EngineIoEndpoint::suspendDeadline,
            Gateway::now);
    this.extensions =
        new Extensions(
            settings.gateway(), settings.extensions(), settings.transport().namespaces(), bus, hub);
    this.eventRouter =
        new EventRouter(
            settings.gateway(),
            settings.rules(),
            settings.maxLoggedChars(),
            extensions.invoker(),
            hub,
            bus);
    this.pendingAcks = new PendingAcks(hub, settings.maxQuestions(), Gateway::now);
    this.announcementScheduler =
        new AnnouncementScheduler(vertx, clock, bus, eventRouter, this::isReady);
    IdGenerator idGenerator = new IdGenerator(random, registration::tag);
    this.recovery =
        new Recovery(settings.recovery(), bus, hub, idGenerator::newSocketId, Gateway::now);
    TransportCounters counters = new TransportCounters();
    EventLoops eventLoops =
        new EventLoops(
            vertx,
            (eventLoop, context) ->
                new EventLoopDispatcher(
                    eventLoop,
                    context,
                    settings.transport().outboundBytes(),
                    settings.transport().flushDelayMillis(),
                    counters));
    this.connectionRegistry =
        new ConnectionRegistry(
            vertx,
            settings.transport(),
            hub,
            eventRouter,
            pendingAcks,
            recovery,
            idGenerator,
            counters,
            eventLoops);
    this.plain =
        new PlainClients(vertx, settings.plain(), hub, bus, eventRouter, pendingAcks, idGenerator);
    this.endpoint =
        new EngineIoEndpoint(settings.transport(), connectionRegistry, clock, forwarding::forward);
    this.api = api(vertx, settings);
    this.peerPort =
        peers == null || credentials == null ? null : peerPort(vertx, peers, credentials);
    this.tlsReload =
        peers == null || tls == null || credentials == null
            ? null
            : new TlsReload(vertx, peers.tls(), credentials, tls);
  }

  private PeerPort peerPort(Vertx vertx, PeerPortSettings peers, Credentials credentials) {
    return new PeerPort(
        vertx,
        peers,
        credentials,
        request -> {
          if (endpoint.matches(request)) {
            endpoint.handle(request);
          } else {
            request.response().setStatusCode(404).end();
          }
        });
  }

  private static @Nullable Credentials credentials(
      Vertx vertx, TlsFolder.@Nullable Content content) {
    try {
      return content == null ? null : new Credentials(vertx, content);
    } catch (IllegalArgumentException unusable) {
      throw new InvalidSettingException(String.valueOf(unusable.getMessage()));
    }
  }

  private static Bus bus(Vertx vertx, Settings settings, SecureRandom random) {
    RedisSettings redis = settings.redis();
    if (redis == null) {
      return new InMemoryBus(settings.gateway());
    }
    StreamSettings stream = settings.stream();
    return stream == null
        ? new PubSubBus(vertx, redis, random, Gateway::now)
        : new StreamBus(vertx, redis, stream, random, Gateway::now);
  }

  /** Milliseconds that never go back. */
  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private Leases leases(Vertx vertx, Settings settings, SecureRandom random) {
    RedisSettings redis = settings.redis();
    return redis == null
        ? new InMemoryLeases()
        : new RedisLeases(vertx, redis, random, bus.counters().reconnects());
  }

  private @Nullable Api api(Vertx vertx, Settings settings) {
    ApiSettings wanted = settings.api();
    if (wanted == null) {
      return null;
    }
    try {
      return new Api(vertx, wanted, settings.gateway(), bus, apiCounters);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidSettingException("WSFLEET_API_TOKEN_FILE: " + wrong.getMessage());
    }
  }

  public void start() {
    // First, so that a gateway which cannot start for them is known to nobody.
    extensions.load();
    startPeerPort();
    leases.start();
    registration.start();
    LocalNode neighbour = new LocalNode(hub, eventRouter, pendingAcks, recovery);
    bus.start(neighbour);
    extensions.start(neighbour);
    announcementScheduler.start(settings.announcements());
    timer = vertx.setPeriodic(RECOVERY_TICK_MILLIS, id -> recovery.tick());
    plain.start();
    startApi();
  }

  /** Before the others are told of it. */
  private void startPeerPort() {
    PeerPort wanted = peerPort;
    PeerPortSettings where = settings.peerPort();
    if (wanted == null || where == null || tlsReload == null) {
      return;
    }
    try {
      wanted.start().toCompletableFuture().get(PORT_START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new InvalidSettingException(
          "%s:%d is taken or cannot be bound; set WSFLEET_PEER_PORT or WSFLEET_HOST to another"
              .formatted(where.host(), where.port()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tlsReload.start();
  }

  private void startApi() {
    Api wanted = api;
    ApiSettings where = settings.api();
    if (wanted == null || where == null) {
      return;
    }
    try {
      wanted.start().toCompletableFuture().get(PORT_START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException taken) {
      throw new InvalidSettingException(
          "%s:%d is taken or cannot be bound; set WSFLEET_API_PORT or WSFLEET_HOST to another"
              .formatted(where.host(), where.port()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody new is let in, and the fleet's announcements are left to the others. */
  void stopAccepting() {
    endpoint.stopAccepting();
    plain.stopAccepting();
    announcementScheduler.close();
  }

  /** Whether the fleet has got what was said here, and the sessions of those who were here. */
  boolean hasPublishedAll() {
    return bus.pendingPublishes() == 0 && recovery.pendingSessionWrites() == 0;
  }

  public void close() {
    stopAccepting();
    forwarding.close();
    registration.close().whenComplete((released, failure) -> leases.close());
    extensions.stop();
    if (api != null) {
      api.close();
    }
    if (tlsReload != null) {
      tlsReload.close();
    }
    vertx.cancelTimer(timer);
    bus.close();
  }

  /**
   * Whether it has heard the fleet once, and can be found by it; it stays so, since its clients are
   * served without Redis.
   */
  public boolean isReady() {
    ready |= bus.state() != BusState.CONNECTING && registration.isRegistered();
    return ready;
  }

  public Settings settings() {
    return settings;
  }

  public Hub hub() {
    return hub;
  }

  public Bus bus() {
    return bus;
  }

  public Forwarding forwarding() {
    return forwarding;
  }

  public Extensions extensions() {
    return extensions;
  }

  public EventRouter application() {
    return eventRouter;
  }

  public Recovery recovery() {
    return recovery;
  }

  public AnnouncementScheduler announcer() {
    return announcementScheduler;
  }

  public ApiCounters apiCounters() {
    return apiCounters;
  }

  public ConnectionRegistry connections() {
    return connectionRegistry;
  }

  public PlainClients plain() {
    return plain;
  }

  /** How many clients there are, of whatever kind. */
  public int clientCount() {
    return connectionRegistry.size() + plain.size();
  }

  public EngineIoEndpoint endpoint() {
    return endpoint;
  }
}
