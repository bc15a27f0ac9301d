package io.wsfleet.gateway.bus;

import org.jspecify.annotations.Nullable;

/**
 * A position in the stream: an entry's id and the epoch. Clients keep it as text, the offset {@code
 * 1-57.Ab3x_Q}, and send it to recover; the epoch tells it from the positions of a lost stream.
 */
public record StreamPosition(StreamId id, String epoch) {

  /** Null if the text is not an offset; it may come from a client. */
  public static @Nullable StreamPosition parse(@Nullable String text) {
    int dot = text == null || text.length() > 64 ? -1 : text.indexOf('.');
    if (text == null || dot < 0) {
      return null;
    }
    StreamId streamId = StreamId.parse(text.substring(0, dot));
    return streamId == null ? null : new StreamPosition(streamId, text.substring(dot + 1));
  }

  /** Whether both are of one epoch and this one is before the other. */
  public boolean isBefore(StreamPosition other) {
    return epoch.equals(other.epoch) && id.compareTo(other.id) < 0;
  }

  @Override
  public String toString() {
    return id + "." + epoch;
  }
}
