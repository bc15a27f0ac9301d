package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.StreamId;
import org.jspecify.annotations.Nullable;

/** What lies in the stream at one position. */
sealed interface Entry {
  StreamId id();

  /**
   * What a gateway published.
   *
   * @param producer the gateway's name on the bus, new each time that it starts
   * @param number which of its publications this is
   */
  record Message(StreamId id, String producer, long number, BusMessage message) implements Entry {}

  /** The first entry of a term, and what the term before it ended with. */
  record TermStart(StreamId id, StreamId previous) implements Entry {}

  /** An entry that this version cannot read. */
  record Unreadable(StreamId id, @Nullable String reason) implements Entry {}
}
