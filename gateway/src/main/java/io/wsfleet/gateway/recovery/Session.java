package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.StreamPosition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket as it has to be told to the gateway that its client comes back to.
 *
 * @param rooms all of them, its own included
 * @param data a JSON object that belongs to the application
 * @param since where the history was when it connected
 * @param at where the history was when this was written
 * @param delivered the last offset that was sent to it until then, or {@code since}
 */
record Session(
    String id,
    String namespace,
    Set<String> rooms,
    String data,
    StreamPosition since,
    StreamPosition at,
    StreamPosition delivered) {

  Session {
    rooms = Set.copyOf(rooms);
  }

  /**
   * The same as of a later time, at which nothing more had been sent to it.
   *
   * @param word an offset, or anything else, which changes nothing
   */
  Session quietUntil(@Nullable String word) {
    StreamPosition later = StreamPosition.parse(word);
    return later == null || !at.isBefore(later)
        ? this
        : new Session(id, namespace, rooms, data, since, later, delivered);
  }

  /**
   * From where a client has to be told what it missed. One that has all that was sent to it until
   * this was written has missed nothing before, however long it heard nothing.
   *
   * @param known the last offset that the client has got, if it has got any
   */
  StreamPosition resumeAt(@Nullable StreamPosition known) {
    StreamPosition from = known == null ? since : known;
    return from.equals(delivered) && !at.isBefore(from) ? at : from;
  }
}
