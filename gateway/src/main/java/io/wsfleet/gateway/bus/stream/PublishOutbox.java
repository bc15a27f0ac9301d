package io.wsfleet.gateway.bus.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The messages of this gateway, in order, until enough replicas have acknowledged them:
 *
 * <ol>
 *   <li>Messages are sent in batches, one at a time.
 *   <li>A message gets its number when it is sent for the first time, and keeps it in all retries.
 *   <li>A written message stays here until it is acknowledged; an acknowledgement covers everything
 *       that was written before it.
 *   <li>A new connection starts with the oldest unacknowledged message: a {@code WAIT} proves only
 *       what its own connection wrote.
 *   <li>Messages that wait too long, or behind too many bytes, are removed. The number of a message
 *       that may be in flight is still sent, with an empty body: so the stream either has accepted
 *       it before, or never will.
 * </ol>
 *
 * <p>Thread-safe.
 */
final class PublishOutbox {
  // Redis executes nothing else during a batch: this size takes it less than a millisecond.
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

  /** Adds a message at the end; returns the oldest ones that were removed for it. */
  synchronized List<PendingPublish> add(PendingPublish pending) {
    waiting.add(pending);
    bytes += pending.cost();
    return remove(each -> bytes > maxBytes);
  }

  /** Removes the messages whose deadline has passed. */
  synchronized List<PendingPublish> removeExpired(long now) {
    return remove(each -> each.deadline <= now);
  }

  /**
   * The next messages to send, with consecutive numbers; none while a batch is in flight. A message
   * larger than a batch goes alone.
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

  /** The master has written the batch; it is not acknowledged yet. */
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

  /** Enough replicas have everything that is written. */
  synchronized List<PendingPublish> acknowledgeWritten() {
    List<PendingPublish> acknowledged = List.copyOf(written);
    acknowledged.forEach(pending -> bytes -= pending.cost());
    written.clear();
    return acknowledged;
  }

  /** How many messages are written and not acknowledged. */
  synchronized int unacknowledged() {
    return written.size();
  }

  /** Has everything that is not acknowledged sent again. */
  synchronized void rewind() {
    for (Deque<PendingPublish> queue : List.of(sent, written)) {
      while (!queue.isEmpty()) {
        waiting.addFirst(queue.removeLast());
      }
    }
  }

  /**
   * Takes the messages that were not delivered to the sockets of this gateway, and marks them as
   * delivered. Messages with a sequence are left out: only the master knows whether another gateway
   * has published them already.
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

  /** An own message came back from the stream; returns whether it was delivered here before. */
  synchronized boolean markReceived(long number) {
    lastReceived = Math.max(lastReceived, number);
    boolean before = deliveredLocally.contains(number);
    // Own messages come back in order: a skipped one was lost with its epoch.
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
          // A written message is not in flight; any later number supersedes it.
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
