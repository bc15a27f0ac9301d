package io.wsfleet.gateway.bus.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be published, up to a limit in bytes beyond which the oldest is given up. Any
 * thread may use it.
 */
final class Outgoing {
  private final Deque<Publication> waiting = new ArrayDeque<>();
  private final long maxBytes;
  private long bytes;

  Outgoing(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  record Publication(String channel, byte[] message) {
    // What a publication costs beside its message: the channel and the objects that hold it.
    private static final int OVERHEAD = 128;

    int cost() {
      return message.length + OVERHEAD;
    }
  }

  /** Adds it at the end; how many were given up at the start. */
  synchronized int add(Publication publication) {
    waiting.add(publication);
    bytes += publication.cost();
    int dropped = 0;
    while (bytes > maxBytes) {
      bytes -= waiting.remove().cost();
      dropped++;
    }
    return dropped;
  }

  synchronized @Nullable Publication poll() {
    Publication first = waiting.poll();
    if (first != null) {
      bytes -= first.cost();
    }
    return first;
  }

  synchronized int size() {
    return waiting.size();
  }
}
