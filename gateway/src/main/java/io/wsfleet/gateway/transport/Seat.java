package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.hub.Delivery;
import io.wsfleet.gateway.hub.Outlet;
import io.wsfleet.gateway.socketio.Payload;
import io.wsfleet.gateway.socketio.SocketEncoder;

/** The way to a Socket.IO client in one namespace. */
record Seat(Connection connection, Seats seats, String namespace) implements Outlet {

  @Override
  public void deliver(Delivery delivery) {
    connection.send(delivery.in(Delivery.SOCKET_IO));
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
