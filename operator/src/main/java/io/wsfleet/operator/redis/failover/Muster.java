package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of those that may hold what was acknowledged are at hand.
 *
 * @param present held off, with what they had
 * @param gone known to have nothing any more: their pod is gone, or their Redis started anew
 * @param missing neither: they may hold something, or even still take something
 * @param needed so many have between them all that was acknowledged
 * @param formerMaster whether the last master itself is held off, which has everything
 */
record Muster(int present, int gone, List<String> missing, int needed, boolean formerMaster) {

  static Muster of(Observation seen, RedisStatus recorded) {
    var lineage = new Lineage(recorded);
    int present = 0;
    int gone = 0;
    var missing = new java.util.ArrayList<String>();
    for (RedisMember member : recorded.members()) {
      var node = seen.node(member.pod()).orElse(null);
      if (isGone(member, seen)) {
        gone++;
      } else if (node == null || node.answer().isEmpty()) {
        missing.add(member.pod());
      } else if (lineage.reach(node).isPresent()) {
        present++;
      }
      // Else it was still being filled: it cannot have acknowledged anything.
    }
    int all = present + gone + missing.size();
    var former = seen.node(String.valueOf(recorded.master()));
    return new Muster(
        present,
        gone,
        missing,
        Math.max(0, Math.min(all, all - recorded.acknowledgedBy() + 1)),
        former
            .filter(n -> n.runs(String.valueOf(recorded.runId())) && lineage.reach(n).isPresent())
            .isPresent());
  }

  /** Its pod is gone, or its Redis has started anew: what it had is no more. */
  static boolean isGone(RedisMember member, Observation seen) {
    var node = seen.node(member.pod());
    return node.isEmpty()
        || node.get().answer().filter(a -> !a.runId().equals(member.runId())).isPresent();
  }

  boolean mustWait() {
    return !hasEverything() && !missing.isEmpty();
  }

  private boolean hasEverything() {
    return formerMaster || present >= needed;
  }

  String whyItWaits() {
    return "Waiting for Redis of %s: of those that may hold what was acknowledged %d are at hand, and %d are needed; if its machine will not come back, delete the pod."
        .formatted(String.join(", ", missing), present, needed);
  }

  @Nullable String whatMayBeLost(Instant now) {
    return hasEverything()
        ? null
        : "%s: the master and %d of %d replicas were lost at once, so that messages which none but these had acknowledged may be lost."
            .formatted(now, gone, present + gone);
  }
}
