package io.wsfleet.gateway.bus.redis.stream;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Position;
import org.jspecify.annotations.Nullable;

/** What lies in the stream at one position. */
sealed interface Entry {
  Position position();

  /**
   * What a gateway published.
   *
   * @param producer the gateway's name on the bus, new each time that it starts
   * @param number which of its publications this is
   */
  record Said(Position position, String producer, long number, BusMessage message)
      implements Entry {}

  /** The first entry of a term, and what the term before it ended with. */
  record Marker(Position position, Position previous) implements Entry {}

  /** An entry that this version cannot read. */
  record Unreadable(Position position, @Nullable String why) implements Entry {}
}
