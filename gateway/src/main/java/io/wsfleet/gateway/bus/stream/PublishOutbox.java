package io.wsfleet.gateway.bus.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What this gateway has to publish, in its order, until the stream has taken it and it is proved
 * that enough replicas have it:
 *
 * <ol>
 *   <li>Messages are sent in batches, one at a time: what comes while one is on its way is the
 *       next.
 *   <li>It gets its number when it is sent first, and keeps it however often it is sent.
 *   <li>What is written stays here until it is proved, and one proof holds for all that was written
 *       before it.
 *   <li>A new connection begins with the oldest that is not proved: what was written by another
 *       proves nothing on this one.
 *   <li>What waits too long, or behind too many bytes, is given up. If it may be on its way, its
 *       number is still sent, without the message: then either the stream had taken it before, or
 *       it never will.
 * </ol>
 *
 * Any thread may use it.
 */
final class PublishOutbox {
  // Redis does nothing else while it takes a batch: for so much that is less than a millisecond.
  private static final int MAX_BATCH_SIZE = 128;
  private static final int MAX_BATCH_BYTES = 1 << 18;

  private final long maxBytes;
  private final Deque<PendingPublish> written = new ArrayDeque<>();
  private final Deque<PendingPublish> sent = new ArrayDeque<>();
  private final Deque<PendingPublish> waiting = new ArrayDeque<>();
  private final NavigableSet<Long> deliveredLocally = new TreeSet<>();
  private long lastNumber;
  private long lastReceived;
  private long bytes;

  PublishOutbox(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds it at the end; those that were given up for it, the oldest first. */
  synchronized List<PendingPublish> add(PendingPublish pending) {
    waiting.add(pending);
    bytes += pending.cost();
    return remove(each -> bytes > maxBytes);
  }

  /** Gives up what should have been taken by now. */
  synchronized List<PendingPublish> removeExpired(long now) {
    return remove(each -> each.deadline <= now);
  }

  /**
   * The next to send, whose numbers follow one on another; none while a batch is on its way. A
   * message that is larger than a batch goes alone.
   */
  synchronized List<PendingPublish> nextBatch() {
    if (!sent.isEmpty()) {
      return List.of();
    }
    int remainingBytes = MAX_BATCH_BYTES;
    for (PendingPublish next = waiting.peek();
        next != null
            && sent.size() < MAX_BATCH_SIZE
            && (sent.isEmpty() || next.cost() <= remainingBytes);
        next = waiting.peek()) {
      waiting.remove();
      assignNumber(next);
      sent.add(next);
      remainingBytes -= next.cost();
    }
    return List.copyOf(sent);
  }

  private void assignNumber(PendingPublish pending) {
    if (pending.number() == 0) {
      pending.number(++lastNumber);
      if (pending.isDeliveredLocally()) {
        deliveredLocally.add(pending.number());
      }
    }
  }

  /** The stream has the batch; whether it keeps it is still to be proved. */
  synchronized void markWritten() {
    for (PendingPublish pending : sent) {
      if (pending.isWithdrawn()) {
        bytes -= pending.cost();
      } else {
        written.add(pending);
      }
    }
    sent.clear();
  }

  /** All that is written is proved to be kept. */
  synchronized List<PendingPublish> acknowledgeWritten() {
    List<PendingPublish> acknowledged = List.copyOf(written);
    acknowledged.forEach(pending -> bytes -= pending.cost());
    written.clear();
    return acknowledged;
  }

  /** How many are written, and not proved to be kept. */
  synchronized int unacknowledged() {
    return written.size();
  }

  /** What is not proved to be kept is to be sent again. */
  synchronized void rewind() {
    for (Deque<PendingPublish> queue : List.of(sent, written)) {
      while (!queue.isEmpty()) {
        waiting.addFirst(queue.removeLast());
      }
    }
  }

  /**
   * All whose message the sockets of this gateway have not got yet; from now on they have. Without
   * those that have a turn: only the master knows whether another gateway has told them.
   */
  synchronized List<PendingPublish> takeUndelivered() {
    List<PendingPublish> undelivered = new ArrayList<>();
    for (Deque<PendingPublish> queue : List.of(written, sent, waiting)) {
      for (PendingPublish each : queue) {
        if (!each.isDeliveredLocally()
            && !each.isWithdrawn()
            && !isReceived(each)
            && each.sequence == null) {
          each.markDeliveredLocally();
          undelivered.add(each);
          if (each.number() > 0) {
            deliveredLocally.add(each.number());
          }
        }
      }
    }
    return undelivered;
  }

  /** A publication of ours came back from the stream; whether our sockets had got it before. */
  synchronized boolean markReceived(long number) {
    lastReceived = Math.max(lastReceived, number);
    boolean before = deliveredLocally.contains(number);
    // Ours come back in their order: what is passed by was lost with another history.
    deliveredLocally.headSet(number, true).clear();
    return before;
  }

  synchronized int size() {
    return written.size() + sent.size() + waiting.size();
  }

  private boolean isReceived(PendingPublish pending) {
    return pending.number() > 0 && pending.number() <= lastReceived;
  }

  private interface Reason {
    boolean applies(PendingPublish pending);
  }

  private List<PendingPublish> remove(Reason reason) {
    List<PendingPublish> removed = new ArrayList<>();
    for (Deque<PendingPublish> queue : List.of(written, sent, waiting)) {
      Iterator<PendingPublish> each = queue.iterator();
      while (each.hasNext()) {
        PendingPublish pending = each.next();
        if (!reason.applies(pending)) {
          break;
        }
        if (!pending.isWithdrawn()) {
          removed.add(pending);
          // What is written is not on its way: any later number says that it comes no more.
          if (queue == written || pending.number() == 0) {
            each.remove();
            bytes -= pending.cost();
          } else {
            bytes -= pending.cost();
            pending.withdraw();
            bytes += pending.cost();
          }
        }
      }
    }
    return removed;
  }
}
