package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.transport.WebSocketTransport;
import io.wsfleet.gateway.socketio.fanout.BatchRecipient;
import io.wsfleet.gateway.socketio.fanout.BroadcastBatch;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.Dispatcher;
import io.wsfleet.gateway.socketio.fanout.EventLoopDispatcher;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The way to a Socket.IO client in one namespace. A client that can be recovered gets an offset
 * with every event that it need not answer: it takes the last text at the end of an event for one,
 * whatever that was. What has no place in the history is sent with the offset of what went before.
 */
public final class SocketOutbound implements BatchRecipient {
  private final Connection connection;
  private final ClientSockets clientSockets;
  private final String namespace;
  private final boolean tracksOffset;
  private @Nullable String offset;
  private volatile @Nullable String queuedOffset;

  /**
   * @param offset where the client is in the history; null for one that cannot be recovered
   */
  SocketOutbound(
      Connection connection,
      ClientSockets clientSockets,
      String namespace,
      @Nullable String offset) {
    this.connection = connection;
    this.clientSockets = clientSockets;
    this.namespace = namespace;
    this.tracksOffset = offset != null;
    this.offset = offset;
    this.queuedOffset = offset;
  }

  public Connection connection() {
    return connection;
  }

  @Override
  public @Nullable Dispatcher dispatcher() {
    return connection.transport() instanceof WebSocketTransport webSocket
            && webSocket.eventLoopQueue() instanceof EventLoopDispatcher dispatcher
        ? dispatcher
        : null;
  }

  /**
   * The delivery is on its way to this client. From then on it counts as delivered, wherever it is:
   * a session must not say that its client has missed nothing while something is in line for it.
   */
  @Override
  public void markQueued(Delivery delivery) {
    if (tracksOffset && delivery.offset() != null) {
      queuedOffset = delivery.offset();
    }
  }

  @Override
  public void deliver(Delivery delivery) {
    markQueued(delivery);
    connection.transport().runInSendOrder(() -> write(delivery));
  }

  /**
   * Several deliveries that many get, on the event loop of the websocket; how many of them were
   * sent as they were finished for all.
   */
  @Override
  public int write(BroadcastBatch batch) {
    if ((!tracksOffset || batch.allHaveOffsets())
        && connection.transport() instanceof WebSocketTransport websocket
        && websocket.canWriteEncoded()) {
      Delivery.Encoding<EncodedPacket> encoding =
          tracksOffset ? Delivery.SOCKET_IO_WITH_OFFSET : Delivery.SOCKET_IO;
      websocket.writeEncoded(batch.encodedFor(websocket, encoding));
      if (tracksOffset) {
        offset = batch.offset();
      }
      return batch.deliveries().size();
    }
    batch.deliveries().forEach(this::write);
    return 0;
  }

  private void write(Delivery delivery) {
    if (connection.isClosed()) {
      return;
    }
    if (!tracksOffset || delivery.ackId() != Packet.NO_ACK) {
      connection.send(delivery.encodedAs(Delivery.SOCKET_IO));
    } else {
      writeWithOffset(delivery);
    }
  }

  /** Under a lock: on polling several threads may come, and the older offset must go first. */
  private synchronized void writeWithOffset(Delivery delivery) {
    String newOffset = delivery.offset();
    if (newOffset == null) {
      connection.send(delivery.withOffset(offset).encodedAs(Delivery.SOCKET_IO_WITH_OFFSET));
    } else {
      connection.send(delivery.encodedAs(Delivery.SOCKET_IO_WITH_OFFSET));
      offset = newOffset;
    }
  }

  @Override
  public void closeAsync(CloseReason reason) {
    connection.closeAsync(reason);
  }

  @Override
  public @Nullable String deliveredOffset() {
    return queuedOffset;
  }

  @Override
  public void sendAck(long ackId, JsonPayload arguments) {
    connection.send(SocketEncoder.ack(namespace, ackId, arguments));
  }

  @Override
  public void disconnect(boolean closeConnection, CloseReason reason) {
    connection.runIfOpen(
        () -> {
          clientSockets.disconnect(namespace, reason);
          if (closeConnection) {
            clientSockets.disconnectAll(reason);
            connection.close(reason);
          }
        });
  }
}
