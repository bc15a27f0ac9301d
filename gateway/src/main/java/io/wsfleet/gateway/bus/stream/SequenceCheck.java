package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.Entry;

/** How an entry follows the last one that was read. */
enum SequenceCheck {
  /** Nothing is missing. */
  FOLLOWS,
  /** Entries between them were trimmed from the stream before they were read. */
  GAP,
  /** The last entry is not in the stream any more: the new term began without it. */
  DIVERGED;

  static SequenceCheck of(StreamId last, Entry next) {
    StreamId here = next.id();
    if (last.equals(StreamId.START)) {
      return here.number() == 0 ? FOLLOWS : GAP;
    }
    if (here.term() == last.term()) {
      return here.number() == last.number() + 1 ? FOLLOWS : GAP;
    }
    if (!(next instanceof Entry.TermStart termStart)) {
      return GAP;
    }
    int order = termStart.previous().compareTo(last);
    return order == 0 ? FOLLOWS : order > 0 ? GAP : DIVERGED;
  }
}
