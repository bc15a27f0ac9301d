package io.wsfleet.gateway.bus.redis.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What this gateway has to publish, in its order, until the stream has taken it:
 *
 * <ol>
 *   <li>Messages are sent in batches, one at a time: what comes while one is on its way is the
 *       next.
 *   <li>It gets its number when it is sent first, and keeps it however often it is sent.
 *   <li>A new connection begins with the oldest that is not known to be taken.
 *   <li>What waits too long, or behind too many bytes, is given up. If it has a number already, the
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
  private final Deque<Submission> sent = new ArrayDeque<>();
  private final Deque<Submission> waiting = new ArrayDeque<>();
  private final NavigableSet<Long> told = new TreeSet<>();
  private long lastNumber;
  private long bytes;

  Submissions(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds it at the end; those that were given up for it, the oldest first. */
  synchronized List<Submission> add(Submission submission) {
    waiting.add(submission);
    bytes += submission.cost();
    List<Submission> givenUp = new ArrayList<>();
    giveUp(sent, each -> bytes > maxBytes, givenUp);
    giveUp(waiting, each -> bytes > maxBytes, givenUp);
    return givenUp;
  }

  /** Gives up what should have been taken by now. */
  synchronized List<Submission> overdue(long now) {
    List<Submission> givenUp = new ArrayList<>();
    giveUp(sent, each -> each.deadline <= now, givenUp);
    giveUp(waiting, each -> each.deadline <= now, givenUp);
    return givenUp;
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

  /** The stream has taken the batch; what of it had not been given up meanwhile. */
  synchronized List<Submission> taken() {
    List<Submission> published = new ArrayList<>(sent.size());
    for (Submission submission : sent) {
      bytes -= submission.cost();
      if (submission.isWithdrawn()) {
        told.remove(submission.number());
      } else {
        published.add(submission);
      }
    }
    sent.clear();
    return published;
  }

  /** What is not known to be taken is to be sent again. */
  synchronized void rewind() {
    while (!sent.isEmpty()) {
      waiting.addFirst(sent.removeLast());
    }
  }

  /** All whose message the sockets of this gateway have not got yet; from now on they have. */
  synchronized List<Submission> tell() {
    List<Submission> untold = new ArrayList<>();
    for (Deque<Submission> queue : List.of(sent, waiting)) {
      for (Submission each : queue) {
        if (!each.told() && !each.isWithdrawn()) {
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
    boolean before = told.contains(number);
    // Ours come back in their order: what is passed by was lost with another history.
    told.headSet(number, true).clear();
    return before;
  }

  synchronized int size() {
    return sent.size() + waiting.size();
  }

  private interface Reason {
    boolean applies(Submission submission);
  }

  private void giveUp(Deque<Submission> from, Reason reason, List<Submission> into) {
    Iterator<Submission> each = from.iterator();
    while (each.hasNext()) {
      Submission submission = each.next();
      if (!reason.applies(submission)) {
        return;
      }
      if (!submission.isWithdrawn()) {
        into.add(submission);
        bytes -= submission.cost();
        if (submission.number() == 0) {
          each.remove();
        } else {
          submission.withdraw();
          bytes += submission.cost();
        }
      }
    }
  }
}
