package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.StreamId;

/** How an entry follows on what was heard last. */
enum SequenceCheck {
  /** Nothing is missing. */
  FOLLOWS,
  /** What was between them is gone: it was cut off the stream before it was read. */
  GAP,
  /** What was heard last is not in this history: the term began without it. */
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
