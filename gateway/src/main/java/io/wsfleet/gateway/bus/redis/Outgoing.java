package io.wsfleet.gateway.bus.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

  record Publication(String channel, byte[] message, CompletableFuture<Void> taken) {
    Publication(String channel, byte[] message) {
      this(channel, message, new CompletableFuture<>());
    }

    // What a publication costs beside its message: the channel and the objects that hold it.
    private static final int OVERHEAD = 128;

    int cost() {
      return message.length + OVERHEAD;
    }
  }

  /** Adds it at the end; those that were given up at the start. */
  synchronized List<Publication> add(Publication publication) {
    waiting.add(publication);
    bytes += publication.cost();
    if (bytes <= maxBytes) {
      return List.of();
    }
    List<Publication> dropped = new ArrayList<>();
    while (bytes > maxBytes) {
      Publication oldest = waiting.remove();
      bytes -= oldest.cost();
      dropped.add(oldest);
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
