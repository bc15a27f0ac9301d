package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The phase Promoting: makes the chosen Redis the master, and the others its replicas. */
record Promotion(FailoverObservation observation, RedisStatus recorded, FailoverTimeouts timing) {

  /** A hand-over takes milliseconds; after this time it is cancelled. */
  private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(5);

  /** Time limit for the replicas to prove that they follow; then the master serves without. */
  private static final Duration IN_SYNC_TIMEOUT = Duration.ofSeconds(1);

  FailoverPlan plan() {
    var chosen = observation.node(recorded.master()).orElse(null);
    if (chosen == null || isLost(chosen)) {
      return reelect();
    }
    if (chosen.reachable().isEmpty()) {
      return new FailoverPlan(
          recorded, List.of(), chosen.pod() + " does not answer.", FailoverTimeouts.RECHECK_DELAY);
    }
    return chosen.isMaster() ? complete(chosen) : promote(chosen);
  }

  private boolean isLost(RedisNode chosen) {
    if (chosen.state() instanceof RedisState.Unreachable unreachable) {
      return !unreachable.since().plus(timing.unreachableTimeout()).isAfter(observation.now());
    }
    return !chosen.hasRunId(String.valueOf(recorded.runId()));
  }

  /** The next master has accepted nothing yet, so the former one has everything. */
  private FailoverPlan reelect() {
    var next =
        Term.of(recorded)
            .withoutHandover()
            .electing(observation.now(), Math.max(1, recorded.failovers()))
            .status();
    return new Election(observation.withRecord(next), next, timing).plan();
  }

  private FailoverPlan promote(RedisNode chosen) {
    if (recorded.handoverFrom() == null) {
      var steps = new ArrayList<FailoverStep>();
      addPodUpdate(chosen, steps);
      steps.add(new FailoverStep.Promote(chosen));
      return new FailoverPlan(
          recorded, steps, chosen.pod() + " becomes master.", FailoverTimeouts.RECHECK_DELAY);
    }
    var from = observation.node(recorded.handoverFrom()).filter(RedisNode::isMaster);
    if (from.isEmpty()) {
      return reelect();
    }
    if (Instant.parse(recorded.since()).plus(HAND_OVER_TIMEOUT).isBefore(observation.now())) {
      return cancelHandOver(from.get());
    }
    return new FailoverPlan(
        recorded,
        List.of(new FailoverStep.HandOver(from.get(), chosen)),
        "%s hands over to %s.".formatted(from.get().pod(), chosen.pod()),
        FailoverTimeouts.RECHECK_DELAY);
  }

  /** The next master does not catch up: the role stays where it is. */
  private FailoverPlan cancelHandOver(RedisNode from) {
    var before = Term.of(recorded).withoutHandover();
    var reachable = from.reachable().orElseThrow();
    var chosen = new RedisMember(from.pod(), reachable.runId());
    var record =
        before
            .promoting(chosen, reachable.offset(), before.status().members(), observation.now())
            .status();
    return new Promotion(observation.withRecord(record), record, timing).plan();
  }

  private FailoverPlan complete(RedisNode master) {
    var reachable = master.reachable().orElseThrow();
    if (!reachable.replicationId().equals(recorded.history())) {
      var record = Term.of(recorded).withHistory(reachable.replicationId()).status();
      return new Promotion(observation.withRecord(record), record, timing).complete(master);
    }
    var replicas = new Replicas(observation, recorded, master);
    var steps = new ArrayList<>(replicas.steps());
    if (reachable.streamTip().term() < recorded.term()) {
      steps.add(new FailoverStep.StartTerm(master, recorded.term(), recorded.minInSyncReplicas()));
    }
    if (!steps.isEmpty()) {
      return new FailoverPlan(
          replicas.record(),
          steps,
          "Term %d begins at %s.".formatted(recorded.term(), master.pod()),
          FailoverTimeouts.RECHECK_DELAY);
    }
    int required = Math.min(recorded.minInSyncReplicas(), replicas.expectedInSync());
    boolean isWaiting =
        Instant.parse(recorded.since()).plus(IN_SYNC_TIMEOUT).isAfter(observation.now());
    if (replicas.inSync().size() < required && isWaiting) {
      return new FailoverPlan(
          replicas.record(),
          List.of(),
          "%d of %d replicas are in sync.".formatted(replicas.inSync().size(), required),
          FailoverTimeouts.RECHECK_DELAY.dividedBy(5));
    }
    var record = Term.of(replicas.record()).serving(observation.now()).status();
    return new Serving(observation.withRecord(record), record, timing).plan();
  }

  /** Readers of the chosen one must read at another replica, if there is one. */
  private void addPodUpdate(RedisNode chosen, List<FailoverStep> steps) {
    if (!chosen.podRole().equals(PodRole.NONE)) {
      steps.add(new FailoverStep.UpdatePod(chosen, PodRole.NONE));
    }
  }
}
