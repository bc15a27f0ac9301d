package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.hub.Delivery;
import io.wsfleet.gateway.hub.Outlet;
import io.wsfleet.gateway.socketio.Packet;
import io.wsfleet.gateway.socketio.Payload;
import io.wsfleet.gateway.socketio.SocketEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The way to a Socket.IO client in one namespace. A client that can be recovered gets an offset
 * with every event that it need not answer: it takes the last text at the end of an event for one,
 * whatever that was. What has no place in the history is sent with the offset of what went before.
 */
final class Seat implements Outlet {
  private final Connection connection;
  private final Seats seats;
  private final String namespace;
  private final boolean keepsOffset;
  private @Nullable String offset;

  /**
   * @param offset where the client is in the history; null for one that cannot be recovered
   */
  Seat(Connection connection, Seats seats, String namespace, @Nullable String offset) {
    this.connection = connection;
    this.seats = seats;
    this.namespace = namespace;
    this.keepsOffset = offset != null;
    this.offset = offset;
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void deliver(Delivery delivery) {
    if (!keepsOffset || delivery.ackId() != Packet.NO_ACK) {
      connection.send(delivery.in(Delivery.SOCKET_IO));
    } else {
      deliverWithOffset(delivery);
    }
  }

  /** Under a lock, or an older offset could be sent after a newer one. */
  private synchronized void deliverWithOffset(Delivery delivery) {
    String its = delivery.offset();
    if (its == null) {
      connection.send(delivery.at(offset).in(Delivery.SOCKET_IO_WITH_OFFSET));
    } else {
      connection.send(delivery.in(Delivery.SOCKET_IO_WITH_OFFSET));
      offset = its;
    }
  }

  @Override
  public synchronized @Nullable String delivered() {
    return offset;
  }

  @Override
  public void acknowledge(long ackId, Payload arguments) {
    connection.send(SocketEncoder.ack(namespace, ackId, arguments));
  }

  @Override
  public void disconnect(boolean closeConnection, CloseReason reason) {
    connection.run(
        () -> {
          seats.expel(namespace, reason);
          if (closeConnection) {
            seats.expelAll(reason);
            connection.close(reason);
          }
        });
  }
}
