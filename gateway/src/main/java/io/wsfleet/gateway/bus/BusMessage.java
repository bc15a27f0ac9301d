package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.Set;

/** A message to all gateways. */
public sealed interface BusMessage {
  /** The namespace that it belongs to. */
  String namespace();

  /** Whether it is for the other gateways alone, and not for its publisher. */
  default boolean isForOthers() {
    return this instanceof ServerEvent;
  }

  /** A command for the sockets of each gateway. */
  sealed interface ToSockets extends BusMessage {
    Audience audience();

    @Override
    default String namespace() {
      return audience().namespace();
    }
  }

  /** Send an event; a volatile one may be dropped. */
  record Broadcast(Event event, Audience audience, boolean isVolatile) implements ToSockets {}

  record Join(Audience audience, Set<String> rooms) implements ToSockets {}

  record Leave(Audience audience, Set<String> rooms) implements ToSockets {}

  /** Disconnect the sockets from the namespace, and close their connections if {@code close}. */
  record Disconnect(Audience audience, boolean close) implements ToSockets {}

  /**
   * A client has recovered its session on another connection. A gateway that has the socket with a
   * lower fencing token closes that connection.
   */
  record Recovered(String namespace, String socketId, long fencingToken) implements BusMessage {}

  /**
   * A gateway is alive, and connected to each gateway that receives this. For the bus alone: it is
   * not delivered to the listener, nor added to the history.
   */
  record Heartbeat(String gateway) implements BusMessage {
    @Override
    public String namespace() {
      return "";
    }
  }

  /** An event for the other gateways and not for their clients, without acknowledgement. */
  record ServerEvent(String namespace, Event event) implements BusMessage {}
}
