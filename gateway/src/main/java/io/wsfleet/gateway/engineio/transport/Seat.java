package io.wsfleet.gateway.engineio.transport;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.Dispatcher;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The way to a Socket.IO client in one namespace. A client that can be recovered gets an offset
 * with every event that it need not answer: it takes the last text at the end of an event for one,
 * whatever that was. What has no place in the history is sent with the offset of what went before.
 */
final class Seat implements SocketSender {
  private final Connection connection;
  private final String namespace;
  private final boolean keepsOffset;
  private @Nullable String offset;
  private volatile @Nullable String promised;

  /**
   * @param offset where the client is in the history; null for one that cannot be recovered
   */
  Seat(Connection connection, String namespace, @Nullable String offset) {
    this.connection = connection;
    this.namespace = namespace;
    this.keepsOffset = offset != null;
    this.offset = offset;
    this.promised = offset;
  }

  Connection connection() {
    return connection;
  }

  @Override
  public @Nullable Dispatcher dispatcher() {
    return connection.transport() instanceof WebSocketTransport websocket
        ? websocket.dispatcher()
        : null;
  }

  /**
   * The delivery is on its way to this client. From then on it counts as delivered, wherever it is:
   * a session must not say that its client has missed nothing while something is in line for it.
   */
  void promise(Delivery delivery) {
    if (keepsOffset && delivery.offset() != null) {
      promised = delivery.offset();
    }
  }

  @Override
  public void deliver(Delivery delivery) {
    promise(delivery);
    connection.transport().runInSendOrder(() -> take(delivery));
  }

  /**
   * Several deliveries that many get, on the event loop of the websocket; how many of them were
   * sent as they were finished for all.
   */
  int take(Round round) {
    if ((!keepsOffset || round.allHaveOffsets())
        && connection.transport() instanceof WebSocketTransport websocket
        && websocket.canWriteEncoded()) {
      Delivery.Encoding<EncodedPacket> encoding =
          keepsOffset ? Delivery.SOCKET_IO_WITH_OFFSET : Delivery.SOCKET_IO;
      websocket.writeEncoded(round.framesFor(websocket, encoding));
      if (keepsOffset) {
        offset = round.offset();
      }
      return round.deliveries().size();
    }
    round.deliveries().forEach(this::take);
    return 0;
  }

  private void take(Delivery delivery) {
    if (connection.isClosed()) {
      return;
    }
    if (!keepsOffset || delivery.ackId() != Packet.NO_ACK) {
      connection.send(delivery.encodedAs(Delivery.SOCKET_IO));
    } else {
      takeWithOffset(delivery);
    }
  }

  /** Under a lock: on polling several threads may come, and the older offset must go first. */
  private synchronized void takeWithOffset(Delivery delivery) {
    String its = delivery.offset();
    if (its == null) {
      connection.send(delivery.withOffset(offset).encodedAs(Delivery.SOCKET_IO_WITH_OFFSET));
    } else {
      connection.send(delivery.encodedAs(Delivery.SOCKET_IO_WITH_OFFSET));
      offset = its;
    }
  }

  @Override
  public @Nullable String deliveredOffset() {
    return promised;
  }

  @Override
  public void sendAck(long ackId, JsonPayload arguments) {
    connection.send(SocketEncoder.ack(namespace, ackId, arguments));
  }

  @Override
  public void disconnect(boolean closeConnection, CloseReason reason) {
    connection.runIfOpen(
        () -> {
          connection.clientSockets().expel(namespace, reason);
          if (closeConnection) {
            connection.clientSockets().expelAll(reason);
            connection.close(reason);
          }
        });
  }
}
