package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.Set;

/** What one member of the fleet tells all of them. */
public sealed interface BusMessage {
  /** The namespace that it is about. */
  String namespace();

  /** Whether it is for the others alone, and not for who publishes it. */
  default boolean isForOthers() {
    return this instanceof ServerEvent;
  }

  /** Something to do with the sockets that each member holds. */
  sealed interface ToSockets extends BusMessage {
    Audience audience();

    @Override
    default String namespace() {
      return audience().namespace();
    }
  }

  /** Send the event; it may be lost on the way if it is {@code droppable}. */
  record Broadcast(Event event, Audience audience, boolean isVolatile) implements ToSockets {}

  record Join(Audience audience, Set<String> rooms) implements ToSockets {}

  record Leave(Audience audience, Set<String> rooms) implements ToSockets {}

  /** Put them out of the namespace, and close their connections too if so wanted. */
  record Disconnect(Audience audience, boolean close) implements ToSockets {}

  /**
   * The client of a socket has come back by another connection. Whoever has that socket with a
   * lower claim has a connection that nobody is at the other end of.
   */
  record Recovered(String namespace, String socketId, long fencingToken) implements BusMessage {}

  /**
   * A member lives, and is heard by whoever gets this. It is for the buses alone: no neighbour is
   * told, and no history keeps it.
   */
  record Heartbeat(String gateway) implements BusMessage {
    @Override
    public String namespace() {
      return "";
    }
  }

  /** An event for the other members themselves and not for their clients; nobody answers it. */
  record ServerEvent(String namespace, Event event) implements BusMessage {}
}
