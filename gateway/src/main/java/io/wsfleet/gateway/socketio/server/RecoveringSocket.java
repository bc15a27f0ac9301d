package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import org.jspecify.annotations.Nullable;

/** A request to connect that recovers a session of this gateway or another one. */
final class RecoveringSocket implements RecoveryCallback {
  private final ClientSockets clientSockets;
  private final Connection connection;
  private final Hub hub;
  private final ConnectRequest connectRequest;
  private @Nullable SocketOutbound restored;

  RecoveringSocket(
      ClientSockets clientSockets, Connection connection, Hub hub, ConnectRequest connectRequest) {
    this.clientSockets = clientSockets;
    this.connection = connection;
    this.hub = hub;
    this.connectRequest = connectRequest;
  }

  @Override
  public Socket restore(RecoveredSession recoveredSession) {
    String namespace = connectRequest.namespace();
    SocketOutbound outbound =
        new SocketOutbound(connection, clientSockets, namespace, recoveredSession.offset());
    Socket socket =
        new Socket(
            recoveredSession.id(),
            namespace,
            connectRequest.handshake(),
            recoveredSession.data(),
            outbound);
    restored = outbound;
    if (!recoveredSession.missedDeliveries().isEmpty()) {
      outbound.startBacklog(backlogOf(recoveredSession), recoveredSession.missedDeliveries());
    }
    hub.add(socket);
    hub.join(Audience.room(namespace, recoveredSession.id()), recoveredSession.rooms());
    return socket;
  }

  @Override
  public void sendMissed(Socket socket, RecoveredSession recoveredSession) {
    // Before anything is sent: the first packet of the client may follow at once.
    connection.execute(() -> clientSockets.completeRecovery(socket));
    connection.send(
        SocketEncoder.connect(
            connectRequest.namespace(), recoveredSession.id(), recoveredSession.pid()));
    SocketOutbound outbound = restored;
    if (outbound != null && !recoveredSession.missedDeliveries().isEmpty()) {
      clientSockets.startReplay(outbound);
    }
  }

  private ReplayBacklog backlogOf(RecoveredSession recoveredSession) {
    return new ReplayBacklog(
        recoveredSession.missedDeliveries(),
        recoveredSession.maxReplayBytes(),
        connection.outboundQueue().maxBytes(),
        recoveredSession.replayCounters());
  }

  @Override
  public @Nullable String firstUnsent() {
    SocketOutbound outbound = restored;
    return outbound == null ? null : outbound.firstUnsent();
  }

  @Override
  public void cutReplay() {
    connection.closeAsync(CloseReason.SLOW_CLIENT);
  }

  @Override
  public void reject(RecoveryFailure why) {
    connection.runIfOpen(() -> clientSockets.authorize(connectRequest));
  }

  @Override
  public void postpone() {
    connection.runIfOpen(
        () -> {
          clientSockets.cancelConnect(connectRequest.namespace());
          connection.closeGracefully(CloseReason.RECOVERY_POSTPONED);
        });
  }

  @Override
  public boolean isClosed() {
    return connection.isClosed();
  }
}
