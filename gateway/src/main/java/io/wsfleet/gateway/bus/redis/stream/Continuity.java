package io.wsfleet.gateway.bus.redis.stream;

import io.wsfleet.gateway.bus.StreamId;

/** How an entry follows on what was heard last. */
enum Continuity {
  /** Nothing is missing. */
  FOLLOWS,
  /** What was between them is gone: it was cut off the stream before it was read. */
  HOLE,
  /** What was heard last is not in this history: the term began without it. */
  ASTRAY;

  static Continuity of(StreamId last, Entry next) {
    StreamId here = next.position();
    if (last.equals(StreamId.START)) {
      return here.number() == 0 ? FOLLOWS : HOLE;
    }
    if (here.term() == last.term()) {
      return here.number() == last.number() + 1 ? FOLLOWS : HOLE;
    }
    if (!(next instanceof Entry.Marker marker)) {
      return HOLE;
    }
    int order = marker.previous().compareTo(last);
    return order == 0 ? FOLLOWS : order > 0 ? HOLE : ASTRAY;
  }
}
