package io.wsfleet.gateway.bootstrap;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.api.Api;
import io.wsfleet.gateway.api.ApiCounters;
import io.wsfleet.gateway.api.ApiSettings;
import io.wsfleet.gateway.bus.FilteringBus;
import io.wsfleet.gateway.cluster.Forwarding;
import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.engineio.transport.EngineIoEndpoint;
import io.wsfleet.gateway.handlers.Extensions;
import io.wsfleet.gateway.net.EventLoopTimers;
import io.wsfleet.gateway.plain.PlainClients;
import io.wsfleet.gateway.plain.PlainEndpoint;
import io.wsfleet.gateway.rules.AnnouncementScheduler;
import io.wsfleet.gateway.rules.EventRouter;
import io.wsfleet.gateway.rules.LocalNode;
import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.PendingAcks;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Wires a gateway: everything but the Quarkus application around it. */
public final class Gateway {
  private static final long TICK_MILLIS = 200;
  private static final long READINESS_CHECK_MILLIS = 20;

  private final Vertx vertx;
  private final Settings settings;
  private final BusWiring busWiring;
  private final Readiness readiness;
  private final Hub hub;
  private final Extensions extensions;
  private final EventRouter eventRouter;
  private final LocalNode localNode;
  private final PendingAcks pendingAcks;
  private final AnnouncementScheduler announcementScheduler;
  private final Recovery recovery;
  private final TransportCounters transportCounters = new TransportCounters();
  private final ConnectionRegistry connectionRegistry;
  private final PlainClients plain;
  private final PlainEndpoint plainEndpoint;
  private final EngineIoEndpoint endpoint;
  private final ApiCounters apiCounters = new ApiCounters();
  private final @Nullable Api api;
  private long timer;
  private long readinessTimer;

  public Gateway(Vertx vertx, Settings settings, Clock clock) {
    SecureRandom random = new SecureRandom();
    this.vertx = vertx;
    this.settings = settings;
    this.busWiring = new BusWiring(vertx, settings, random, this::handleForwarded);
    this.readiness = new Readiness(bus(), busWiring.registration());
    this.hub = new Hub(settings.maxRooms());
    this.extensions =
        new Extensions(
            settings.gateway(),
            settings.extensions(),
            settings.clients().sockets().namespaces(),
            bus(),
            hub);
    this.eventRouter =
        new EventRouter(
            settings.gateway(),
            settings.rules(),
            settings.maxLoggedChars(),
            extensions.invoker(),
            hub,
            bus());
    this.pendingAcks = new PendingAcks(hub, settings.maxQuestions(), EventLoopTimers::now);
    this.announcementScheduler =
        new AnnouncementScheduler(vertx, clock, bus(), eventRouter, readiness::isReady);
    IdGenerator idGenerator = new IdGenerator(random, busWiring.registration()::tag);
    this.recovery =
        new Recovery(
            settings.recovery(), bus(), hub, idGenerator::newSocketId, EventLoopTimers::now);
    this.localNode = new LocalNode(hub, eventRouter, pendingAcks, recovery);
    this.plain =
        new PlainClients(
            vertx, settings.plain(), hub, bus(), eventRouter, pendingAcks, idGenerator);
    Settings.Clients clients = settings.clients();
    this.connectionRegistry =
        new ConnectionRegistry(
            vertx,
            clients.engine().maxConnections(),
            clients.limits().connectionsPerAddress(),
            transportCounters);
    ClientWiring clientWiring =
        new ClientWiring(vertx, clients, clock, idGenerator, transportCounters, connectionRegistry);
    this.plainEndpoint = clientWiring.plainEndpoint(plain);
    this.endpoint =
        clientWiring.endpoint(
            hub, eventRouter, pendingAcks, recovery, busWiring.forwarding()::forward);
    this.api = api();
  }

  private @Nullable Api api() {
    ApiSettings apiSettings = settings.api();
    if (apiSettings == null) {
      return null;
    }
    try {
      return new Api(vertx, apiSettings, settings.gateway(), bus(), apiCounters);
    } catch (IllegalArgumentException invalid) {
      throw new InvalidSettingException("WSFLEET_API_TOKEN_FILE: " + invalid.getMessage());
    }
  }

  /** Handles a request to the port for clients. */
  public void handle(HttpServerRequest request) {
    if (plainEndpoint.matches(request)) {
      plainEndpoint.handle(request);
    } else {
      handleForwarded(request);
    }
  }

  private void handleForwarded(HttpServerRequest request) {
    if (endpoint.matches(request)) {
      endpoint.handle(request);
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  public void start() {
    // First: a gateway that cannot start because of its extensions must not be registered.
    extensions.load();
    busWiring.register();
    bus().start(localNode);
    extensions.start(bus().filtering(localNode));
    announcementScheduler.start(settings.announcements());
    timer = vertx.setPeriodic(TICK_MILLIS, id -> recovery.tick());
    plain.start();
    startApi();
    readiness.check();
    readinessTimer =
        vertx.setPeriodic(
            READINESS_CHECK_MILLIS,
            id -> {
              if (readiness.check()) {
                vertx.cancelTimer(id);
              }
            });
  }

  private void startApi() {
    ApiSettings apiSettings = settings.api();
    if (api != null && apiSettings != null) {
      PortStart.await(api.start(), apiSettings.host(), apiSettings.port(), "WSFLEET_API_PORT");
    }
  }

  /** Accepts no new clients and leaves announcements to the other gateways. */
  void stopAccepting() {
    endpoint.stopAccepting();
    plain.stopAccepting();
    announcementScheduler.close();
  }

  /** Whether all messages of this gateway are published and its sessions are saved. */
  boolean hasPublishedAll() {
    return bus().pendingPublishes() == 0 && recovery.pendingSessionWrites() == 0;
  }

  public void close() {
    stopAccepting();
    busWiring.unregister();
    extensions.stop();
    if (api != null) {
      api.close();
    }
    vertx.cancelTimer(timer);
    vertx.cancelTimer(readinessTimer);
    bus().close();
  }

  public boolean isReady() {
    return readiness.isReady();
  }

  public Settings settings() {
    return settings;
  }

  public Hub hub() {
    return hub;
  }

  public FilteringBus bus() {
    return busWiring.bus();
  }

  public Forwarding forwarding() {
    return busWiring.forwarding();
  }

  public Extensions extensions() {
    return extensions;
  }

  public EventRouter eventRouter() {
    return eventRouter;
  }

  public LocalNode localNode() {
    return localNode;
  }

  public Recovery recovery() {
    return recovery;
  }

  public AnnouncementScheduler announcementScheduler() {
    return announcementScheduler;
  }

  public ApiCounters apiCounters() {
    return apiCounters;
  }

  public TransportCounters transportCounters() {
    return transportCounters;
  }

  public ConnectionRegistry connections() {
    return connectionRegistry;
  }

  public PlainClients plain() {
    return plain;
  }

  /** The number of connected clients of both kinds. */
  public int clientCount() {
    return connectionRegistry.size() + plain.size();
  }

  public EngineIoEndpoint endpoint() {
    return endpoint;
  }
}
