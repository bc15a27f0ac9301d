package io.wsfleet.gateway.bus;

import org.jspecify.annotations.Nullable;

/**
 * A place in one history of the fleet. Clients keep it as text, {@code 1-57.Ab3x_Q}, and bring it
 * back; the name of the history is in it, so that another's places are not taken for ours.
 */
public record StreamPosition(StreamId id, String epoch) {

  /** Null if the text is no offset; it may come from anybody. */
  public static @Nullable StreamPosition parse(@Nullable String text) {
    int dot = text == null || text.length() > 64 ? -1 : text.indexOf('.');
    if (text == null || dot < 0) {
      return null;
    }
    StreamId streamId = StreamId.parse(text.substring(0, dot));
    return streamId == null ? null : new StreamPosition(streamId, text.substring(dot + 1));
  }

  /** Whether both are of one history and this one comes first. */
  public boolean isBefore(StreamPosition other) {
    return epoch.equals(other.epoch) && id.compareTo(other.id) < 0;
  }

  @Override
  public String toString() {
    return id + "." + epoch;
  }
}
