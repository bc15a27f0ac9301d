package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.wsfleet.gateway.app.Application;
import io.wsfleet.gateway.app.Questions;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.engineio.Ids;
import io.wsfleet.gateway.hub.Handshake;
import io.wsfleet.gateway.hub.Hub;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.JsonText;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** All connections of this gateway, in a namespace or not, and what they share. */
public final class Connections {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");

  private final Vertx vertx;
  private final TransportSettings settings;
  private final Hub hub;
  private final Application application;
  private final Questions questions;
  private final Ids ids;
  private final JsonText json;
  private final Traffic traffic = new Traffic();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  public Connections(
      Vertx vertx,
      TransportSettings settings,
      Hub hub,
      Application application,
      Questions questions,
      Ids ids) {
    this.vertx = vertx;
    this.settings = settings;
    this.hub = hub;
    this.application = application;
    this.questions = questions;
    this.ids = ids;
    this.json = new JsonText(settings.maxJsonDepth());
  }

  void open(ServerWebSocket socket, Channel channel, EngineVersion version, Handshake handshake) {
    Connection connection =
        new Connection(
            this,
            vertx,
            version,
            handshake,
            made -> new WebSocketTransport(vertx, socket, channel, made, settings, traffic));
    open.add(connection);
    traffic.accepted.increment();
    connection.open();
  }

  void remove(Connection connection, CloseReason reason) {
    if (open.remove(connection)) {
      traffic.count(reason);
    }
  }

  public int size() {
    return open.size();
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Those that are open now, each as something that closes it. */
  public List<Runnable> closers(CloseReason reason) {
    return open.stream().<Runnable>map(each -> () -> each.shutDown(reason)).toList();
  }

  void logProtocolError(Handshake client, String why) {
    LOG.debugf(
        "event=protocol-error address=%s reason=\"%s\"", client.address(), LogText.safe(why));
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

  JsonText json() {
    return json;
  }

  String newSessionId() {
    return ids.session();
  }

  String newSocketId() {
    return ids.socket();
  }
}
