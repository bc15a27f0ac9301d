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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one Socket.IO socket. A recoverable client gets an offset with every event without
 * acknowledgement, since it takes the last string argument of an event for an offset. An event
 * without an offset is sent with the offset of the event before it.
 */
public final class SocketOutbound implements BatchRecipient {
  // How much of what a client missed is queued at once.
  private static final long PART_BYTES = 256 * 1024;

  private final Connection connection;
  private final ClientSockets clientSockets;
  private final String namespace;
  private @Nullable String offset;
  // What a recovered client missed, until it was sent everything.
  private volatile @Nullable ReplayBacklog backlog;
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

  /** None while missed deliveries wait: those after them have to wait too. */
  @Override
  public @Nullable Dispatcher dispatcher() {
    return backlog == null
            && connection.transport() instanceof WebSocketTransport webSocket
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
    if (backlog != null && addToBacklog(delivery)) {
      return;
    }
    markQueued(delivery);
    connection.transport().runInSendOrder(() -> write(delivery));
  }

  /**
   * Has these deliveries, and all that follow, wait until the transport takes them. They count as
   * delivered: a client that has less asks again from its own offset.
   */
  void startBacklog(ReplayBacklog missed, List<Delivery> deliveries) {
    deliveries.forEach(this::markQueued);
    backlog = missed;
  }

  /** The connect packet has been sent: missed deliveries may follow. In the order of sending. */
  synchronized void startReplay() {
    if (backlog != null) {
      backlog.start();
    }
    connection.transport().scheduleFlush();
  }

  /** Queues missed deliveries, up to a part; whether there were any. */
  synchronized boolean refill() {
    ReplayBacklog missed = backlog;
    if (missed == null || !missed.isStarted()) {
      return false;
    }
    boolean added = false;
    for (Delivery next = missed.peek(); next != null; next = missed.peek()) {
      EncodedPacket packet = nextPacket(next);
      if (!connection.outboundQueue().fits(packet, PART_BYTES)) {
        return added;
      }
      missed.removeFirst(packet.bytes());
      if (next.offset() != null) {
        offset = next.offset();
      }
      connection.enqueue(packet, false);
      added = true;
    }
    endReplay();
    return added;
  }

  /** The client was sent everything, or its connection is closed. */
  synchronized void endReplay() {
    ReplayBacklog missed = backlog;
    if (missed != null) {
      backlog = null;
      missed.end();
      clientSockets.onReplayEnd(this);
    }
  }

  /** The offset of the first delivery that waits; null if none does. */
  synchronized @Nullable String firstUnsent() {
    return backlog == null ? null : backlog.firstOffset();
  }

  /** False if nothing waits any more, so that the delivery can be sent. */
  private synchronized boolean addToBacklog(Delivery delivery) {
    ReplayBacklog missed = backlog;
    if (missed == null) {
      return false;
    }
    if (delivery.isVolatile()) {
      // Dropped and counted.
      connection.enqueue(delivery.encodedAs(Delivery.SOCKET_IO), true);
      return true;
    }
    markQueued(delivery);
    if (!missed.add(delivery)) {
      connection.closeAsync(CloseReason.SLOW_CLIENT);
    }
    return true;
  }

  private EncodedPacket nextPacket(Delivery delivery) {
    if (delivery.ackId() != Packet.NO_ACK) {
      return delivery.encodedAs(Delivery.SOCKET_IO);
    }
    Delivery withOffset = delivery.offset() == null ? delivery.withOffset(offset) : delivery;
    return withOffset.encodedAs(Delivery.SOCKET_IO_WITH_OFFSET);
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
