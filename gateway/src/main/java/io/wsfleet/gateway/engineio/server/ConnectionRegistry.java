package io.wsfleet.gateway.engineio.server;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.engineio.transport.PollingRequest;
import io.wsfleet.gateway.engineio.transport.PollingTransport;
import io.wsfleet.gateway.engineio.transport.Upgrade;
import io.wsfleet.gateway.engineio.transport.WebSocketTransport;
import io.wsfleet.gateway.limits.AddressCounter;
import io.wsfleet.gateway.limits.RateLimits;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.EventLoopTimers;
import io.wsfleet.gateway.net.EventLoops;
import io.wsfleet.gateway.net.websocket.CloseCode;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.rules.EventRouter;
import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import io.wsfleet.gateway.socketio.protocol.SocketDecoder;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.PendingAcks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All connections of this gateway, in a namespace or not, and what they share. */
public final class ConnectionRegistry {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");

  private static final long CLOSING_MILLIS = 30_000;

  private final Vertx vertx;
  private final TransportSettings settings;
  private final Hub hub;
  private final EventRouter eventRouter;
  private final PendingAcks pendingAcks;
  private final Recovery recovery;
  private final IdGenerator idGenerator;
  private final SocketDecoder decoder;
  private final TransportCounters counters;
  private final EventLoops eventLoops;
  private final AddressCounter addressCounter;
  private final RateLimits rateLimits;
  private final EventLoopTimers timers;
  private final Map<String, Connection> open = new ConcurrentHashMap<>();
  private final Map<String, Connection> closing = new ConcurrentHashMap<>();

  public ConnectionRegistry(
      Vertx vertx,
      TransportSettings settings,
      Hub hub,
      EventRouter eventRouter,
      PendingAcks pendingAcks,
      Recovery recovery,
      IdGenerator idGenerator,
      TransportCounters counters,
      EventLoops eventLoops) {
    this.recovery = recovery;
    this.vertx = vertx;
    this.settings = settings;
    this.hub = hub;
    this.eventRouter = eventRouter;
    this.pendingAcks = pendingAcks;
    this.idGenerator = idGenerator;
    this.addressCounter = new AddressCounter(settings.limits().connectionsPerAddress());
    this.timers = new EventLoopTimers(vertx);
    this.eventLoops = eventLoops;
    this.counters = counters;
    this.rateLimits = new RateLimits(settings.limits(), settings.maxPayload());
    this.decoder =
        new SocketDecoder(
            new JsonText(settings.maxJsonDepth()),
            settings.maxPayload(),
            settings.limits().attachments());
  }

  /** A client came by websocket. */
  public void open(WebSocket socket, EngineVersion version, Handshake handshake) {
    open(
        socket.eventLoopQueue(),
        version,
        handshake,
        connection -> new WebSocketTransport(socket, connection, connection));
  }

  /** A client came by polling. */
  public void open(PollingRequest pollingRequest, EngineVersion version, Handshake handshake) {
    open(
        eventLoops.get(pollingRequest.channel().eventLoop()),
        version,
        handshake,
        connection -> new PollingTransport(connection, this, vertx, pollingRequest));
  }

  private void open(
      EventLoopQueue eventLoopQueue,
      EngineVersion version,
      Handshake handshake,
      Function<Connection, Transport> transport) {
    Connection connection = new Connection(this, eventLoopQueue, version, handshake, transport);
    open.put(connection.sid(), connection);
    addressCounter.increment(handshake.address());
    counters.accepted.increment();
    connection.open();
  }

  /** A websocket came for a session on polling. */
  public void upgrade(WebSocket socket, Connection connection) {
    if (connection.transport() instanceof PollingTransport polling) {
      new Upgrade(vertx, socket, connection, polling).start();
    } else {
      rejectWebSocket(socket);
    }
  }

  /** A websocket that leads nowhere. */
  public void rejectWebSocket(WebSocket socket) {
    socket.close(CloseCode.NORMAL_CLOSURE.number(), "", settings.closeMillis());
  }

  /** The connection with this session, also one that is closed and waits for its farewell. */
  @Nullable
  public Connection find(String sid) {
    Connection connection = open.get(sid);
    return connection != null ? connection : closing.get(sid);
  }

  /** Keeps a connection that is closed until its client has heard of it, or for a while. */
  public void addClosing(Connection connection) {
    closing.put(connection.sid(), connection);
    vertx.setTimer(CLOSING_MILLIS, timer -> removeClosing(connection));
  }

  public void removeClosing(Connection connection) {
    closing.remove(connection.sid());
  }

  void remove(Connection connection, CloseReason reason) {
    if (open.remove(connection.sid()) != null) {
      addressCounter.decrement(connection.handshake().address());
      counters.count(reason);
    }
  }

  /** Whether there is room for no more. */
  public boolean isFull() {
    return open.size() + closing.size() >= settings.maxConnections();
  }

  /** Whether there is room for no more from this address. */
  public boolean isFull(String address) {
    return addressCounter.isFull(address);
  }

  public int size() {
    return open.size();
  }

  public TransportCounters counters() {
    return counters;
  }

  /** Those that are open now, each as something that closes it. */
  public List<Runnable> closers(CloseReason reason) {
    return open.values().stream().<Runnable>map(each -> () -> each.closeAsync(reason)).toList();
  }

  void logProtocolError(Handshake client, String reason) {
    LOG.debugf(
        "event=protocol-error address=%s reason=\"%s\"", client.address(), LogText.safe(reason));
  }

  public EventLoops eventLoops() {
    return eventLoops;
  }

  public TransportSettings settings() {
    return settings;
  }

  public Hub hub() {
    return hub;
  }

  public EventRouter eventRouter() {
    return eventRouter;
  }

  public PendingAcks pendingAcks() {
    return pendingAcks;
  }

  public Recovery recovery() {
    return recovery;
  }

  EventLoopTimers timers() {
    return timers;
  }

  RateLimits rateLimits() {
    return rateLimits;
  }

  SocketDecoder decoder() {
    return decoder;
  }

  String newSessionId() {
    return idGenerator.newSessionId();
  }

  public String newSocketId() {
    return idGenerator.newSocketId();
  }
}
