package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Event;
import java.util.Set;

/** What one member of the fleet tells all the others to do with the sockets that they hold. */
public sealed interface BusMessage {
  Audience audience();

  /** Send the event; it may be lost on the way if it is {@code droppable}. */
  record Broadcast(Event event, Audience audience, boolean droppable) implements BusMessage {}

  record Join(Audience audience, Set<String> rooms) implements BusMessage {}

  record Leave(Audience audience, Set<String> rooms) implements BusMessage {}

  /** Put them out of the namespace, and close their connections too if so wanted. */
  record Disconnect(Audience audience, boolean close) implements BusMessage {}
}
