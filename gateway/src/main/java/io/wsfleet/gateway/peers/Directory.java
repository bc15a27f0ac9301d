package io.wsfleet.gateway.peers;

import io.wsfleet.gateway.limits.TokenBucket;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway knows of the others, and when to ask again. Session ids come from strangers, so
 * made-up tags must cost little and must not push out what is known:
 *
 * <ul>
 *   <li>A known gateway is used at once, and asked about anew while it is in use. It stays known
 *       for {@link #GRACE} after it was last seen in the register, since a register that was lost
 *       is filled again by then; and for as long as the register cannot be asked.
 *   <li>A tag that nobody has is remembered as such for {@link #UNKNOWN}.
 *   <li>For tags that are neither, so many questions a second are allowed.
 *   <li>A gateway that could not be reached is not tried for {@link #PAUSE}.
 * </ul>
 *
 * Times are milliseconds of any clock that never goes back.
 */
final class Directory {
  static final long FRESH = 5_000;
  static final long GRACE = 30_000;
  static final long UNKNOWN = 2_000;
  static final long PAUSE = 2_000;
  static final int MAX_TAGS = 4096;

  private final TokenBucket questions;
  private final Map<String, Entry> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Long> unknown = new LinkedHashMap<>();

  Directory(int questionsPerSecond, long now) {
    this.questions = new TokenBucket(questionsPerSecond, questionsPerSecond, now);
  }

  sealed interface Finding {
    /** The gateway, and whether the register should be asked about it anew. */
    record Known(Peer peer, boolean askAnew) implements Finding {}

    record Ask() implements Finding {}

    record Nobody() implements Finding {}

    /** Too many tags that nobody knows, to ask about this one. */
    record NoMoreQuestions() implements Finding {}

    /** It was just tried, in vain. */
    record Unreachable() implements Finding {}
  }

  synchronized Finding find(String tag, long now) {
    Entry entry = known.get(tag);
    if (entry != null) {
      return find(entry, now);
    }
    Long until = unknown.get(tag);
    if (until != null && now < until) {
      return new Finding.Nobody();
    }
    return questions.tryAcquire(1, now) ? new Finding.Ask() : new Finding.NoMoreQuestions();
  }

  private static Finding find(Entry entry, long now) {
    if (now < entry.pausedUntil) {
      return new Finding.Unreachable();
    }
    boolean askAnew = now >= entry.askAt;
    if (askAnew) {
      entry.askAt = now + FRESH;
    }
    return new Finding.Known(entry.peer, askAnew);
  }

  /** What the register says; a register that cannot be asked says nothing. */
  synchronized void learn(String tag, @Nullable Peer peer, long now) {
    Entry entry = known.get(tag);
    if (peer == null) {
      if (entry == null || now - entry.seenAt >= GRACE) {
        known.remove(tag);
        unknown.put(tag, now + UNKNOWN);
        shorten(unknown);
      }
      return;
    }
    unknown.remove(tag);
    if (entry != null && entry.peer.equals(peer)) {
      entry.seenAt = now;
    } else {
      known.put(tag, new Entry(peer, now));
      shorten(known);
    }
  }

  /** Whether it was thought to be reachable until now. */
  synchronized boolean unreachable(String tag, long now) {
    Entry entry = known.get(tag);
    if (entry == null || now < entry.pausedUntil) {
      return false;
    }
    entry.pausedUntil = now + PAUSE;
    return true;
  }

  private static void shorten(Map<String, ?> tags) {
    if (tags.size() > MAX_TAGS) {
      Iterator<String> eldest = tags.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private static final class Entry {
    private final Peer peer;
    private long seenAt;
    private long askAt;
    private long pausedUntil;

    Entry(Peer peer, long now) {
      this.peer = peer;
      this.seenAt = now;
      this.askAt = now + FRESH;
      this.pausedUntil = now;
    }
  }
}
