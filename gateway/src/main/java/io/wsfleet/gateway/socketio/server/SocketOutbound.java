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
 * Sends to one Socket.IO socket. A recoverable client gets an offset with every event without
 * acknowledgement, since it takes the last string argument of an event for an offset. An event
 * without an offset is sent with the offset of the event before it.
 */
public final class SocketOutbound implements BatchRecipient {
  private final Connection connection;
  private final ClientSockets clientSockets;
  private final String namespace;
  private @Nullable String offset;
  // Stays null for a client that cannot recover.
  private volatile @Nullable String queuedOffset;

  /**
   * @param offset the current offset of the client; null for a client that cannot recover
   */
  SocketOutbound(
      Connection connection,
      ClientSockets clientSockets,
      String namespace,
      @Nullable String offset) {
    this.connection = connection;
    this.clientSockets = clientSockets;
    this.namespace = namespace;
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
   * A delivery was queued for this client. From then on it counts as delivered: a session must not
   * be saved as complete while something is queued.
   */
  @Override
  public void markQueued(Delivery delivery) {
    if (tracksOffset() && delivery.offset() != null) {
      queuedOffset = delivery.offset();
    }
  }

  private boolean tracksOffset() {
    return queuedOffset != null;
  }

  @Override
  public void deliver(Delivery delivery) {
    markQueued(delivery);
    connection.transport().runInSendOrder(() -> write(delivery));
  }

  /**
   * Writes the deliveries of a batch, on the event loop of the WebSocket; how many of them used the
   * shared buffer.
   */
  @Override
  public int write(BroadcastBatch batch) {
    if ((!tracksOffset() || batch.allHaveOffsets())
        && connection.transport() instanceof WebSocketTransport websocket
        && websocket.canWriteEncoded()) {
      Delivery.Encoding<EncodedPacket> encoding =
          tracksOffset() ? Delivery.SOCKET_IO_WITH_OFFSET : Delivery.SOCKET_IO;
      websocket.writeEncoded(batch.encodedFor(websocket, encoding));
      if (tracksOffset()) {
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
    if (!tracksOffset() || delivery.ackId() != Packet.NO_ACK) {
      connection.send(delivery.encodedAs(Delivery.SOCKET_IO));
    } else {
      writeWithOffset(delivery);
    }
  }

  /** Synchronized: with polling several threads may send, and offsets must be in order. */
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
