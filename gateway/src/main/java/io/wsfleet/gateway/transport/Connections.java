package io.wsfleet.gateway.transport;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.app.Application;
import io.wsfleet.gateway.app.Questions;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.engineio.Ids;
import io.wsfleet.gateway.hub.Handshake;
import io.wsfleet.gateway.hub.Hub;
import io.wsfleet.gateway.limits.Allowance;
import io.wsfleet.gateway.limits.PerAddress;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.EventLoopTimers;
import io.wsfleet.gateway.net.EventLoops;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.recovery.Recovery;
import io.wsfleet.gateway.socketio.JsonText;
import io.wsfleet.gateway.socketio.SocketDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All connections of this gateway, in a namespace or not, and what they share. */
public final class Connections {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");

  private static final long FAREWELL_MILLIS = 30_000;
  private static final int NORMAL = 1000;

  private final Vertx vertx;
  private final TransportSettings settings;
  private final Hub hub;
  private final Application application;
  private final Questions questions;
  private final Recovery recovery;
  private final Ids ids;
  private final SocketDecoder decoder;
  private final Traffic traffic = new Traffic();
  private final EventLoops eventLoops;
  private final PerAddress addresses;
  private final Allowance allowance;
  private final EventLoopTimers eventLoopTimers;
  private final Map<String, Connection> open = new ConcurrentHashMap<>();
  private final Map<String, Connection> leaving = new ConcurrentHashMap<>();

  public Connections(
      Vertx vertx,
      TransportSettings settings,
      Hub hub,
      Application application,
      Questions questions,
      Recovery recovery,
      Ids ids) {
    this.recovery = recovery;
    this.vertx = vertx;
    this.settings = settings;
    this.hub = hub;
    this.application = application;
    this.questions = questions;
    this.ids = ids;
    this.addresses = new PerAddress(settings.limits().connectionsPerAddress());
    this.eventLoopTimers = new EventLoopTimers(vertx);
    this.eventLoops =
        new EventLoops(vertx, traffic, settings.outboundBytes(), settings.coalesceMillis());
    this.allowance = new Allowance(settings.limits(), settings.maxPayload());
    this.decoder =
        new SocketDecoder(
            new JsonText(settings.maxJsonDepth()),
            settings.maxPayload(),
            settings.limits().attachments());
  }

  /** A client came by websocket. */
  void open(WebSocket socket, EngineVersion version, Handshake handshake) {
    open(
        socket.eventLoopQueue(),
        version,
        handshake,
        made -> new WebSocketTransport(socket, made, made));
  }

  /** A client came by polling. */
  void open(Exchange exchange, EngineVersion version, Handshake handshake) {
    open(
        eventLoops.get(exchange.channel().eventLoop()),
        version,
        handshake,
        made -> new PollingTransport(made, this, vertx, exchange));
  }

  private void open(
      EventLoopQueue eventLoopQueue,
      EngineVersion version,
      Handshake handshake,
      Function<Connection, Transport> transport) {
    Connection connection = new Connection(this, eventLoopQueue, version, handshake, transport);
    open.put(connection.sid(), connection);
    addresses.enter(handshake.address());
    traffic.accepted.increment();
    connection.open();
  }

  /** A websocket came for a session on polling. */
  void upgrade(WebSocket socket, Connection connection) {
    if (connection.transport() instanceof PollingTransport polling) {
      new Upgrade(vertx, socket, connection, polling).begin();
    } else {
      turnAway(socket);
    }
  }

  /** A websocket that leads nowhere. */
  void turnAway(WebSocket socket) {
    socket.close(NORMAL, "", settings.closeMillis());
  }

  /** The connection with this session, also one that is closed and waits for its farewell. */
  @Nullable Connection find(String sid) {
    Connection connection = open.get(sid);
    return connection != null ? connection : leaving.get(sid);
  }

  /** Keeps a connection that is closed until its client has heard of it, or for a while. */
  void keepForFarewell(Connection connection) {
    leaving.put(connection.sid(), connection);
    vertx.setTimer(FAREWELL_MILLIS, late -> forget(connection));
  }

  void forget(Connection connection) {
    leaving.remove(connection.sid());
  }

  void remove(Connection connection, CloseReason reason) {
    if (open.remove(connection.sid()) != null) {
      addresses.leave(connection.handshake().address());
      traffic.count(reason);
    }
  }

  /** Whether there is room for no more. */
  boolean isFull() {
    return open.size() + leaving.size() >= settings.maxConnections();
  }

  /** Whether there is room for no more from this address. */
  boolean isFull(String address) {
    return addresses.isFull(address);
  }

  public int size() {
    return open.size();
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Those that are open now, each as something that closes it. */
  public List<Runnable> closers(CloseReason reason) {
    return open.values().stream().<Runnable>map(each -> () -> each.shutDown(reason)).toList();
  }

  void logProtocolError(Handshake client, String why) {
    LOG.debugf(
        "event=protocol-error address=%s reason=\"%s\"", client.address(), LogText.safe(why));
  }

  EventLoops loops() {
    return eventLoops;
  }

  TransportSettings settings() {
    return settings;
  }

  Hub hub() {
    return hub;
  }

  Application application() {
    return application;
  }

  Questions questions() {
    return questions;
  }

  Recovery recovery() {
    return recovery;
  }

  EventLoopTimers wheels() {
    return eventLoopTimers;
  }

  Allowance allowance() {
    return allowance;
  }

  SocketDecoder decoder() {
    return decoder;
  }

  String newSessionId() {
    return ids.session();
  }

  String newSocketId() {
    return ids.socket();
  }
}
