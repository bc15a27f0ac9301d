package io.wsfleet.gateway.bootstrap;

import io.quarkus.runtime.Quarkus;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsfleet.gateway.config.GatewayConfig;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * A training run for a class data sharing archive: when the gateway is ready, one client connects
 * and sends an event, and the process ends. Java then writes the loaded classes into an archive,
 * which makes the next start faster.
 */
final class ClassArchiveTraining {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.training");
  private static final long POLL_MILLIS = 20;
  private static final long MAX_MILLIS = 20_000;

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Gateway gateway;
  private final WebSocketClient client;
  private final AtomicBoolean ended = new AtomicBoolean();

  ClassArchiveTraining(Vertx vertx, GatewayConfig config, Gateway gateway) {
    this.vertx = vertx;
    this.config = config;
    this.gateway = gateway;
    this.client = vertx.createWebSocketClient();
  }

  void start() {
    vertx.setTimer(
        MAX_MILLIS, id -> exit(1, "not ready and connected within " + MAX_MILLIS + " ms"));
    connectWhenReady();
  }

  // One timer for each check: a periodic timer may fire again before it is cancelled.
  private void connectWhenReady() {
    if (gateway.isReady()) {
      connect();
    } else {
      vertx.setTimer(POLL_MILLIS, id -> connectWhenReady());
    }
  }

  private void connect() {
    ClientWebSocket socket = client.webSocket();
    // Before it connects: the first message may come together with the handshake response.
    socket.textMessageHandler(message -> onMessage(socket, message));
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost(config.host().equals("0.0.0.0") ? "127.0.0.1" : config.host())
            .setPort(config.port())
            .setURI(config.protocol().path() + "?EIO=4&transport=websocket");
    // The port may not be open yet: Quarkus opens it after its start event.
    socket.connect(options).onFailure(notYet -> vertx.setTimer(POLL_MILLIS, id -> connect()));
  }

  private void onMessage(ClientWebSocket socket, String message) {
    if (message.startsWith("0")) {
      socket.writeTextMessage("40");
    } else if (message.startsWith("40")) {
      socket.writeTextMessage("42[\"training\",{\"a\":[1,\"b\"]}]");
      socket.writeTextMessage("41");
      socket.close();
      exit(0, "ready");
    }
  }

  private void exit(int exitCode, String how) {
    if (ended.compareAndSet(false, true)) {
      LOG.infof("event=exit-when-ready result=\"%s\"", how);
      Quarkus.asyncExit(exitCode);
    }
  }
}
