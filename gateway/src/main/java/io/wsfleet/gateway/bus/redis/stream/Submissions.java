package io.wsfleet.gateway.bus.redis.stream;

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
final class Submissions {
  // Redis does nothing else while it takes a batch: for so much that is less than a millisecond.
  private static final int MOST_IN_BATCH = 128;
  private static final int BYTES_IN_BATCH = 1 << 18;

  private final long maxBytes;
  private final Deque<Submission> written = new ArrayDeque<>();
  private final Deque<Submission> sent = new ArrayDeque<>();
  private final Deque<Submission> waiting = new ArrayDeque<>();
  private final NavigableSet<Long> told = new TreeSet<>();
  private long lastNumber;
  private long lastHeard;
  private long bytes;

  Submissions(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds it at the end; those that were given up for it, the oldest first. */
  synchronized List<Submission> add(Submission submission) {
    waiting.add(submission);
    bytes += submission.cost();
    return giveUp(each -> bytes > maxBytes);
  }

  /** Gives up what should have been taken by now. */
  synchronized List<Submission> overdue(long now) {
    return giveUp(each -> each.deadline <= now);
  }

  /**
   * The next to send, whose numbers follow one on another; none while a batch is on its way. A
   * message that is larger than a batch goes alone.
   */
  synchronized List<Submission> nextBatch() {
    if (!sent.isEmpty()) {
      return List.of();
    }
    int room = BYTES_IN_BATCH;
    for (Submission next = waiting.peek();
        next != null && sent.size() < MOST_IN_BATCH && (sent.isEmpty() || next.cost() <= room);
        next = waiting.peek()) {
      waiting.remove();
      number(next);
      sent.add(next);
      room -= next.cost();
    }
    return List.copyOf(sent);
  }

  private void number(Submission submission) {
    if (submission.number() == 0) {
      submission.number(++lastNumber);
      if (submission.told()) {
        told.add(submission.number());
      }
    }
  }

  /** The stream has the batch; whether it keeps it is still to be proved. */
  synchronized void written() {
    for (Submission submission : sent) {
      if (submission.isWithdrawn()) {
        bytes -= submission.cost();
      } else {
        written.add(submission);
      }
    }
    sent.clear();
  }

  /** All that is written is proved to be kept. */
  synchronized List<Submission> proved() {
    List<Submission> kept = List.copyOf(written);
    kept.forEach(submission -> bytes -= submission.cost());
    written.clear();
    return kept;
  }

  /** How many are written, and not proved to be kept. */
  synchronized int unproved() {
    return written.size();
  }

  /** What is not proved to be kept is to be sent again. */
  synchronized void rewind() {
    for (Deque<Submission> queue : List.of(sent, written)) {
      while (!queue.isEmpty()) {
        waiting.addFirst(queue.removeLast());
      }
    }
  }

  /**
   * All whose message the sockets of this gateway have not got yet; from now on they have. Without
   * those that have a turn: only the master knows whether another gateway has told them.
   */
  synchronized List<Submission> tell() {
    List<Submission> untold = new ArrayList<>();
    for (Deque<Submission> queue : List.of(written, sent, waiting)) {
      for (Submission each : queue) {
        if (!each.told()
            && !each.isWithdrawn()
            && !isHeard(each)
            && each.producerSequence == null) {
          each.tell();
          untold.add(each);
          if (each.number() > 0) {
            told.add(each.number());
          }
        }
      }
    }
    return untold;
  }

  /** A publication of ours came back from the stream; whether our sockets had got it before. */
  synchronized boolean heard(long number) {
    lastHeard = Math.max(lastHeard, number);
    boolean before = told.contains(number);
    // Ours come back in their order: what is passed by was lost with another history.
    told.headSet(number, true).clear();
    return before;
  }

  synchronized int size() {
    return written.size() + sent.size() + waiting.size();
  }

  private boolean isHeard(Submission submission) {
    return submission.number() > 0 && submission.number() <= lastHeard;
  }

  private interface Reason {
    boolean applies(Submission submission);
  }

  private List<Submission> giveUp(Reason reason) {
    List<Submission> givenUp = new ArrayList<>();
    for (Deque<Submission> queue : List.of(written, sent, waiting)) {
      Iterator<Submission> each = queue.iterator();
      while (each.hasNext()) {
        Submission submission = each.next();
        if (!reason.applies(submission)) {
          break;
        }
        if (!submission.isWithdrawn()) {
          givenUp.add(submission);
          // What is written is not on its way: any later number says that it comes no more.
          if (queue == written || submission.number() == 0) {
            each.remove();
            bytes -= submission.cost();
          } else {
            bytes -= submission.cost();
            submission.withdraw();
            bytes += submission.cost();
          }
        }
      }
    }
    return givenUp;
  }
}
