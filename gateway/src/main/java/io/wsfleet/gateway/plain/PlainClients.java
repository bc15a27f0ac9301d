package io.wsfleet.gateway.plain;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.engineio.server.TransportSettings;
import io.wsfleet.gateway.limits.RateLimits;
import io.wsfleet.gateway.rules.EventRouter;
import io.wsfleet.gateway.socketio.server.ConnectRequest;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.PendingAcks;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All plain clients of this gateway, and what they share. */
public final class PlainClients {
  private static final long LOOK_MILLIS = 1000;

  private final Vertx vertx;
  private final PlainSettings settings;
  private final Hub hub;
  private final Bus bus;
  private final EventRouter eventRouter;
  private final PendingAcks pendingAcks;
  private final IdGenerator idGenerator;
  private final Codec codec;
  private final RateLimits rateLimits;
  private final PlainTraffic traffic = new PlainTraffic();
  private final Set<PlainClient> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;
  private long timer;

  public PlainClients(
      Vertx vertx,
      PlainSettings settings,
      Hub hub,
      Bus bus,
      EventRouter eventRouter,
      PendingAcks pendingAcks,
      IdGenerator idGenerator) {
    this.vertx = vertx;
    this.settings = settings;
    this.hub = hub;
    this.bus = bus;
    this.eventRouter = eventRouter;
    this.pendingAcks = pendingAcks;
    this.idGenerator = idGenerator;
    this.codec = new Codec(settings.shared().maxJsonDepth());
    this.rateLimits = new RateLimits(settings.shared().limits(), settings.shared().maxPayload());
  }

  public void start() {
    if (settings.enabled()) {
      timer = vertx.setPeriodic(LOOK_MILLIS, id -> open.forEach(each -> each.onTime(now())));
    }
  }

  /** From now on nobody is let in. */
  public void stopAccepting() {
    closing = true;
    vertx.cancelTimer(timer);
  }

  /** Those that are open now, each as something that closes it. */
  public List<Runnable> closers(CloseReason reason) {
    return open.stream().<Runnable>map(each -> () -> each.shutDown(reason)).toList();
  }

  public int size() {
    return open.size();
  }

  public PlainTraffic traffic() {
    return traffic;
  }

  public PlainSettings settings() {
    return settings;
  }

  TransportSettings shared() {
    return settings.shared();
  }

  boolean isFull() {
    return open.size() >= settings.shared().maxConnections();
  }

  boolean isClosing() {
    return closing;
  }

  PlainClient open(ConnectRequest connectRequest, Line line) {
    PlainClient client = new PlainClient(this, connectRequest, line, now());
    open.add(client);
    traffic.accepted().increment();
    client.open();
    return client;
  }

  void received(PlainClient client, String text) {
    traffic.received().increment();
    client.onText(text, now());
  }

  void remove(PlainClient client, CloseReason reason) {
    open.remove(client);
    traffic.count(reason);
  }

  Hub hub() {
    return hub;
  }

  Bus bus() {
    return bus;
  }

  EventRouter application() {
    return eventRouter;
  }

  PendingAcks questions() {
    return pendingAcks;
  }

  RateLimits allowance() {
    return rateLimits;
  }

  Codec codec() {
    return codec;
  }

  String newSocketId() {
    return idGenerator.newSocketId();
  }

  /** Milliseconds that never go back. */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
