package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The position of a reader in the stream: the epoch, the last entry that was read, and the end of
 * the backlog. Passes each entry to the listener, and checks that it follows the one before.
 */
final class StreamCursor {
  private final StreamReader.Listener listener;
  private @Nullable String epoch;
  private StreamId last = StreamId.START;
  private StreamId backlogEnd = StreamId.START;

  StreamCursor(StreamReader.Listener listener) {
    this.listener = listener;
  }

  /** Null before the first epoch. */
  @Nullable String epoch() {
    return epoch;
  }

  StreamId last() {
    return last;
  }

  boolean isBefore(StreamId id) {
    return last.compareTo(id) < 0;
  }

  /**
   * Starts at the beginning of another epoch; returns false if it is the current one. In the first
   * epoch everything up to the end that the stream has now is the backlog.
   */
  boolean beginEpoch(String current, StreamId end) {
    if (current.equals(epoch)) {
      return false;
    }
    boolean isFirst = epoch == null;
    if (isFirst) {
      backlogEnd = end;
    }
    epoch = current;
    last = StreamId.START;
    listener.onEpoch(current, isFirst);
    return true;
  }

  void process(Entry entry) {
    SequenceCheck check = SequenceCheck.of(last, entry);
    boolean isBacklog = entry.id().compareTo(backlogEnd) <= 0;
    if (check != SequenceCheck.FOLLOWS) {
      listener.onGap(check, last, entry.id(), isBacklog);
    }
    last = entry.id();
    if (!isBacklog) {
      backlogEnd = StreamId.START;
    }
    listener.onEntry(entry, isBacklog);
  }
}
