package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
    return seen.answering().stream().filter(n -> Lineage.of(recorded).holds(n));
  }

  /** The former master comes last of equals: it is the one that was lost. */
  private Comparator<Node> byWhatTheyHave() {
    return Comparator.<Node>comparingLong(n -> n.answer().orElseThrow().offset())
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
    var runId = node.answer().orElseThrow().runId();
    var others =
        seen.answering().stream()
            .filter(n -> !n.pod().equals(node.pod()))
            .map(n -> new RedisMember(n.pod(), n.answer().orElseThrow().runId()))
            .toList();
    var record = recorded.promoting(node.pod(), runId, others, seen.now(), lost);
    var next = new Promotion(seen.recording(record), record, timing).plan();
    return new Plan(
        next.record(),
        next.steps(),
        "%s has most, and becomes master in term %d.".formatted(node.pod(), record.term()),
        Timing.SOON);
  }

  /** Which histories are what the last master had, under any of its names. */
  record Lineage(List<String> histories, List<String> runIds) {

    static Lineage of(RedisStatus recorded) {
      return new Lineage(
          Optional.ofNullable(recorded.history()).stream()
              .flatMap(h -> java.util.stream.Stream.of(h, recorded.formerHistory()))
              .filter(Objects::nonNull)
              .toList(),
          java.util.stream.Stream.concat(
                  java.util.stream.Stream.of(String.valueOf(recorded.runId())),
                  recorded.members().stream().map(RedisMember::runId))
              .toList());
    }

    /** Whether it was part of the last term, and has the history of it. */
    boolean holds(Node node) {
      return node.answer()
          .filter(a -> runIds.contains(a.runId()))
          .filter(a -> histories.contains(a.history()) || histories.contains(a.formerHistory()))
          .isPresent();
    }
  }
}
