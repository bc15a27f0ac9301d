package io.wsfleet.gateway.bus.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Publications that wait for the master. Beyond a limit in bytes the oldest are dropped.
 * Thread-safe.
 */
public final class PublishQueue {
  // Redis executes nothing else during a batch: this size takes it about a millisecond.
  private static final int MAX_BATCH_BYTES = 1 << 18;

  private final Deque<Publication> queue = new ArrayDeque<>();
  private final long maxBytes;
  private long bytes;

  PublishQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public record Publication(String channel, byte[] message, CompletableFuture<Void> published) {
    public Publication(String channel, byte[] message) {
      this(channel, message, new CompletableFuture<>());
    }

    // The memory of a publication besides its message: the channel and the objects.
    private static final int OVERHEAD = 128;

    int cost() {
      return message.length + OVERHEAD;
    }
  }

  /** Adds the publication at the end, and returns the oldest ones that were dropped for it. */
  synchronized List<Publication> add(Publication publication) {
    queue.add(publication);
    bytes += publication.cost();
    if (bytes <= maxBytes) {
      return List.of();
    }
    List<Publication> dropped = new ArrayList<>();
    while (bytes > maxBytes) {
      Publication oldest = queue.remove();
      bytes -= oldest.cost();
      dropped.add(oldest);
    }
    return dropped;
  }

  /** Removes the oldest, at most {@code max}; a message larger than a batch goes alone. */
  synchronized List<Publication> nextBatch(int max) {
    List<Publication> batch = new ArrayList<>();
    int room = MAX_BATCH_BYTES;
    for (Publication next = queue.peek();
        next != null && batch.size() < max && (batch.isEmpty() || next.cost() <= room);
        next = queue.peek()) {
      queue.remove();
      batch.add(next);
      room -= next.cost();
      bytes -= next.cost();
    }
    return batch;
  }

  synchronized int size() {
    return queue.size();
  }
}
