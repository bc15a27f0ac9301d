package io.wsfleet.gateway.bus.stream.wire;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.StreamId;
import org.jspecify.annotations.Nullable;

/** An entry of the stream. */
public sealed interface Entry {
  StreamId id();

  /**
   * A message that a gateway published.
   *
   * @param producer the gateway's name on the bus, new at each start
   * @param number its number among the producer's messages
   */
  record Message(StreamId id, String producer, long number, BusMessage message) implements Entry {}

  /** The first entry of a term, with the last id of the term before it. */
  record TermStart(StreamId id, StreamId previous) implements Entry {}

  /** An entry that this version cannot read. */
  record Unreadable(StreamId id, @Nullable String reason) implements Entry {}
}
