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
public final class PublishQueue {
  // Redis does little else while it takes a batch: for so much that is about a millisecond.
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

    // What a publication costs beside its message: the channel and the objects that hold it.
    private static final int OVERHEAD = 128;

    int cost() {
      return message.length + OVERHEAD;
    }
  }

  /** Adds it at the end; those that were given up at the start. */
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

  /** The oldest, so many at most; a message that is larger than a batch goes alone. */
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
