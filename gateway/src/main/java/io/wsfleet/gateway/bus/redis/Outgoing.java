package io.wsfleet.gateway.bus.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What waits to be published, up to a limit in bytes beyond which the oldest is given up. Any
 * thread may use it.
 */
public final class Outgoing {
  // Redis does little else while it takes a batch: for so much that is about a millisecond.
  private static final int BYTES_IN_BATCH = 1 << 18;

  private final Deque<Publication> waiting = new ArrayDeque<>();
  private final long maxBytes;
  private long bytes;

  Outgoing(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public record Publication(String channel, byte[] message, CompletableFuture<Void> taken) {
    public Publication(String channel, byte[] message) {
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

  /** The oldest, so many at most; a message that is larger than a batch goes alone. */
  synchronized List<Publication> batch(int most) {
    List<Publication> batch = new ArrayList<>();
    int room = BYTES_IN_BATCH;
    for (Publication next = waiting.peek();
        next != null && batch.size() < most && (batch.isEmpty() || next.cost() <= room);
        next = waiting.peek()) {
      waiting.remove();
      batch.add(next);
      room -= next.cost();
      bytes -= next.cost();
    }
    return batch;
  }

  synchronized int size() {
    return waiting.size();
  }
}
