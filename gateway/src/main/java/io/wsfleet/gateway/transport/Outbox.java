package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.socketio.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one client, up to a limit in bytes. When it is reached, frames that
 * may be lost are; if that is not enough, the client is too slow. One frame is always taken, so
 * that a large one is no reason to close a connection that keeps up. Its connection guards it.
 */
final class Outbox {
  // What a waiting frame costs beside its bytes, which are shared with other receivers.
  private static final int OVERHEAD = 64;

  private final Deque<Frame> waiting = new ArrayDeque<>(2);
  private final long maxBytes;
  private long bytes;

  Outbox(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  enum Taken {
    YES,
    /** The limit was reached, and frames that may be lost were. */
    SOME_DROPPED,
    /** The limit was reached, and nothing more may be dropped. */
    OVERFLOW
  }

  Taken add(Frame frame) {
    boolean dropped = false;
    if (isOver(frame)) {
      if (frame.droppable()) {
        return Taken.SOME_DROPPED;
      }
      dropped = dropWhatMayBeLost();
      if (isOver(frame)) {
        return Taken.OVERFLOW;
      }
    }
    waiting.add(frame);
    bytes += cost(frame);
    return dropped ? Taken.SOME_DROPPED : Taken.YES;
  }

  @Nullable Frame poll() {
    Frame first = waiting.poll();
    if (first != null) {
      bytes -= cost(first);
    }
    return first;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  private boolean isOver(Frame frame) {
    return !waiting.isEmpty() && bytes + cost(frame) > maxBytes;
  }

  private boolean dropWhatMayBeLost() {
    boolean dropped = false;
    for (Iterator<Frame> each = waiting.iterator(); each.hasNext(); ) {
      Frame frame = each.next();
      if (frame.droppable()) {
        each.remove();
        bytes -= cost(frame);
        dropped = true;
      }
    }
    return dropped;
  }

  private static int cost(Frame frame) {
    return frame.bytes() + OVERHEAD;
  }
}
