package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.Fsync;
import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses a master where there is none, once nobody can take anything any more. */
record Election(Observation seen, RedisStatus recorded, Timing timing) {

  Plan plan() {
    var toHoldOff = seen.answering().stream().filter(n -> !n.isHeldOff()).toList();
    var hidden = hideMasters();
    if (!toHoldOff.isEmpty() || !hidden.isEmpty()) {
      var steps = new ArrayList<Step>(hidden);
      toHoldOff.forEach(n -> steps.add(new Step.HoldOff(n)));
      return new Plan(recorded, steps, "Redis is held off, to be compared.", Timing.SOON);
    }
    var muster = Muster.of(seen, recorded);
    if (muster.mustWait()) {
      return new Plan(recorded, List.of(), muster.whyItWaits(), Timing.SOON);
    }
    var best = eligible().max(byWhatTheyHave());
    var lost = muster.whatMayBeLost(seen.now());
    boolean isSomethingMissing = best.isEmpty() || lost != null;
    return isSomethingMissing && seen.disk() != null
        ? withTheDisk(best, lost)
        : best.map(node -> chosen(node, lost)).orElseGet(this::fromNothing);
  }

  /**
   * What the others have lost, the disk may have kept. Without any other it is waited for: whoever
   * began without it would have it wiped. Otherwise it is waited for a while.
   */
  private Plan withTheDisk(Optional<Node> best, @Nullable String lost) {
    var holder =
        seen.answering().stream().filter(Node::home).max(Comparator.comparing(Failover::newest));
    boolean isPatient =
        best.isEmpty()
            || Instant.parse(recorded.since()).plus(timing.patience()).isAfter(seen.now());
    if (holder.isEmpty() && isPatient) {
      return new Plan(
          recorded,
          List.of(),
          "Waiting for the Redis with the claim, which may have kept what the others have lost; if"
              + " its volume will not come back, take spec.redis.persistence away.",
          Timing.SOON);
    }
    var most = best.map(Failover::newest).orElse(Mark.NONE);
    return holder
        .filter(node -> Failover.newest(node).compareTo(most) > 0)
        .map(node -> chosen(node, whatTheDiskLacks()))
        .or(() -> best.map(node -> chosen(node, lost)))
        .orElseGet(this::fromNothing);
  }

  private @Nullable String whatTheDiskLacks() {
    var kept = recorded.kept();
    if (kept == Fsync.Always) {
      return null;
    }
    var lost =
        "%s: all of Redis that had everything was lost at once; the claim has kept "
            .formatted(seen.now());
    return kept == Fsync.EverySecond
        ? lost
            + "all but the last second or so, and messages that were acknowledged within it may be"
            + " lost."
        : lost
            + "what a Redis had that was not the master, and messages that were acknowledged last"
            + " may be lost.";
  }

  private List<Step.Show> hideMasters() {
    return seen.nodes().stream()
        .filter(n -> n.standing().role() == Standing.Role.MASTER)
        .map(n -> new Step.Show(n, Standing.OUT))
        .toList();
  }

  /** Offsets can be compared only within one history. */
  private java.util.stream.Stream<Node> eligible() {
    return seen.answering().stream().filter(n -> lineage().reach(n).isPresent());
  }

  private Lineage lineage() {
    return new Lineage(recorded);
  }

  /** The former master comes last of equals: it is the one that was lost. */
  private Comparator<Node> byWhatTheyHave() {
    return Comparator.<Node>comparingLong(n -> lineage().reach(n).orElse(0))
        .thenComparing(n -> !n.leaving())
        .thenComparing(n -> !recorded.isMaster(n.pod()))
        .thenComparing(Node::home)
        .thenComparing(Comparator.comparing(Node::pod).reversed());
  }

  /** Nobody has anything of the history: it is gone. */
  private Plan fromNothing() {
    var lost =
        "%s: every Redis has started anew, so that what was in them is lost.".formatted(seen.now());
    return Failover.choose(seen)
        .map(node -> chosen(node, recorded.history() == null ? null : lost))
        .orElse(new Plan(recorded, List.of(), "No Redis answers.", Timing.SOON));
  }

  private Plan chosen(Node node, @Nullable String lost) {
    var answer = node.answer().orElseThrow();
    var chosen =
        recorded.promoting(
            new RedisMember(node.pod(), answer.runId()),
            answer.offset(),
            holders(node),
            seen.now());
    var record = lost == null ? chosen : chosen.losing(lost);
    var next = new Promotion(seen.recording(record), record, timing).plan();
    return new Plan(
        next.record(),
        next.steps(),
        "%s has most, and becomes master in term %d.".formatted(node.pod(), record.term()),
        Timing.SOON);
  }

  /**
   * Who may hold what is acknowledged: those that may have held it before, and those that are about
   * to follow. The chosen one is no replica any more, and some are known to be gone; others have to
   * make up for these. One that only does not answer may follow still, should its master be chosen
   * again.
   */
  private List<RedisMember> holders(Node chosen) {
    long offset = chosen.answer().orElseThrow().offset();
    var holders = new ArrayList<RedisMember>();
    for (RedisMember member : recorded.members()) {
      boolean isLeft = member.pod().equals(chosen.pod()) || Muster.isGone(member, seen);
      holders.add(
          new RedisMember(member.pod(), member.runId(), isLeft ? Long.valueOf(offset) : null));
    }
    for (Node node : seen.answering()) {
      var runId = node.answer().orElseThrow().runId();
      if (!node.pod().equals(chosen.pod())
          && holders.stream().noneMatch(h -> h.runId().equals(runId))) {
        holders.add(new RedisMember(node.pod(), runId));
      }
    }
    return holders;
  }
}
