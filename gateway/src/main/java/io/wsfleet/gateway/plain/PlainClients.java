package io.wsfleet.gateway.plain;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.limits.RateLimits;
import io.wsfleet.gateway.socketio.server.ConnectRequest;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.PendingAcks;
import io.wsfleet.gateway.socketio.server.SocketEvents;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The plain clients of this gateway, and what they share. */
public final class PlainClients {
  private static final long CHECK_MILLIS = 1000;

  private final Vertx vertx;
  private final PlainSettings settings;
  private final Hub hub;
  private final Bus bus;
  private final SocketEvents socketEvents;
  private final PendingAcks pendingAcks;
  private final IdGenerator idGenerator;
  private final MessageCodec messageCodec;
  private final RateLimits rateLimits;
  private final PlainCounters counters = new PlainCounters();
  private final Set<PlainClient> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;
  private long timer;

  public PlainClients(
      Vertx vertx,
      PlainSettings settings,
      Hub hub,
      Bus bus,
      SocketEvents socketEvents,
      PendingAcks pendingAcks,
      IdGenerator idGenerator) {
    this.vertx = vertx;
    this.settings = settings;
    this.hub = hub;
    this.bus = bus;
    this.socketEvents = socketEvents;
    this.pendingAcks = pendingAcks;
    this.idGenerator = idGenerator;
    this.messageCodec = new MessageCodec(settings.sockets().maxJsonDepth());
    this.rateLimits = new RateLimits(settings.limits(), settings.engine().maxPayload());
  }

  public void start() {
    if (settings.enabled()) {
      timer =
          vertx.setPeriodic(CHECK_MILLIS, id -> open.forEach(each -> each.checkHeartbeat(now())));
    }
  }

  /** Refuses new clients from now on. */
  public void stopAccepting() {
    closing = true;
    vertx.cancelTimer(timer);
  }

  /** Returns an action for each open client that closes it. */
  public List<Runnable> closers(CloseReason reason) {
    return open.stream().<Runnable>map(each -> () -> each.shutDown(reason)).toList();
  }

  public int size() {
    return open.size();
  }

  public PlainCounters counters() {
    return counters;
  }

  public PlainSettings settings() {
    return settings;
  }

  boolean isFull() {
    return open.size() >= settings.engine().maxConnections();
  }

  boolean isClosing() {
    return closing;
  }

  PlainClient open(ConnectRequest connectRequest, ClientConnection clientConnection) {
    PlainClient client = new PlainClient(this, connectRequest, clientConnection, now());
    open.add(client);
    counters.accepted().increment();
    client.open();
    return client;
  }

  void received(PlainClient client, String text, int bytes) {
    counters.received().increment();
    client.onText(text, bytes, now());
  }

  void remove(PlainClient client, CloseReason reason) {
    open.remove(client);
    counters.count(reason);
  }

  Hub hub() {
    return hub;
  }

  Bus bus() {
    return bus;
  }

  SocketEvents socketEvents() {
    return socketEvents;
  }

  PendingAcks pendingAcks() {
    return pendingAcks;
  }

  RateLimits rateLimits() {
    return rateLimits;
  }

  MessageCodec codec() {
    return messageCodec;
  }

  String newSocketId() {
    return idGenerator.newSocketId();
  }

  /** Returns the milliseconds of a clock that never goes back. */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
