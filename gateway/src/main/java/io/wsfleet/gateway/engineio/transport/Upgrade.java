package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.TransportListener;
import io.wsfleet.gateway.net.websocket.WebSocket;

/**
 * A websocket to which a session on polling may change:
 *
 * <ol>
 *   <li>The client probes it, {@code 2probe}, and is answered {@code 3probe}.
 *   <li>The polling transport gives the client its waiting GET back, so that it can stop polling.
 *   <li>The client says {@code 5}; what it sends after that waits until the session has moved here.
 * </ol>
 *
 * Anything else, or nothing in time, closes the websocket and leaves the session where it is. Runs
 * on the event loop of the websocket, where the session's may be another.
 */
final class Upgrade implements TransportListener {
  private static final String PROBE = "2probe";
  private static final String PROBE_RESPONSE = "3probe";

  private final Vertx vertx;
  private final Connection connection;
  private final PollingTransport polling;
  private final WebSocketTransport websocket;
  private final long timer;
  private boolean done;

  Upgrade(
      Vertx vertx,
      WebSocket socket,
      Connection connection,
      TransportContext context,
      PollingTransport polling) {
    this.vertx = vertx;
    this.connection = connection;
    this.polling = polling;
    this.websocket = new WebSocketTransport(socket, connection, context, this);
    this.timer =
        vertx.setTimer(
            context.engine().timeouts().upgradeMillis(), late -> fail(CloseReason.TRANSPORT_CLOSE));
  }

  void start() {
    websocket.startReading();
    connection.execute(() -> polling.startUpgrade(this));
  }

  WebSocketTransport webSocketTransport() {
    return websocket;
  }

  /** Closes the websocket. From any thread. */
  void abort() {
    websocket.eventLoopQueue().schedule(() -> fail(CloseReason.TRANSPORT_CLOSE));
  }

  @Override
  public void onText(String packet, int bytes) {
    if (packet.equals(PROBE)) {
      websocket.sendPacket(PROBE_RESPONSE);
      connection.execute(() -> polling.onProbed(this));
    } else if (packet.startsWith("5")) {
      done = true;
      vertx.cancelTimer(timer);
      websocket.pauseReading();
      connection.execute(() -> polling.completeUpgrade(this));
    } else {
      fail(CloseReason.TRANSPORT_CLOSE);
    }
  }

  @Override
  public void onBinary(byte[] message) {
    fail(CloseReason.TRANSPORT_CLOSE);
  }

  @Override
  public void onActivity() {
    // The time for all of it is bounded.
  }

  @Override
  public void onClose() {
    fail(CloseReason.TRANSPORT_CLOSE);
  }

  @Override
  public void close(CloseReason reason) {
    fail(reason);
  }

  @Override
  public boolean isClosed() {
    return done;
  }

  private void fail(CloseReason reason) {
    vertx.cancelTimer(timer);
    done = true;
    websocket.close(reason);
    connection.execute(() -> polling.onUpgradeFailed(this));
  }
}
