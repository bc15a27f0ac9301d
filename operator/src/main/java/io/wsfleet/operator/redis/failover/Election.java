package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    return eligible()
        .max(byWhatTheyHave())
        .map(node -> chosen(node, muster.whatMayBeLost(seen.now())))
        .orElseGet(this::fromNothing);
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

  /** Nobody has anything of the history: it is gone, but for what a disk may have kept. */
  private Plan fromNothing() {
    var lost =
        "%s: every Redis has started anew, so that what was in them is lost, but for what a disk"
                .formatted(seen.now())
            + " has kept.";
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
