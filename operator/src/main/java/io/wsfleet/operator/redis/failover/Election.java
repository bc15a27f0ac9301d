package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The phase Electing: chooses a master after every reachable Redis was detached. */
record Election(FailoverObservation observation, RedisStatus recorded, FailoverTimeouts timing) {

  FailoverPlan plan() {
    var toDetach = observation.reachableNodes().stream().filter(n -> !n.isDetached()).toList();
    var podUpdates = unlabelMasters();
    if (!toDetach.isEmpty() || !podUpdates.isEmpty()) {
      var steps = new ArrayList<FailoverStep>(podUpdates);
      toDetach.forEach(n -> steps.add(new FailoverStep.Detach(n)));
      return new FailoverPlan(
          recorded,
          steps,
          "Every Redis is being detached, so that their data can be compared.",
          FailoverTimeouts.RECHECK_DELAY);
    }
    var quorum = Quorum.of(observation, recorded);
    if (quorum.mustWait()) {
      return new FailoverPlan(
          recorded, List.of(), quorum.waitMessage(), FailoverTimeouts.RECHECK_DELAY);
    }
    var best = eligible().max(byOffset());
    var dataLoss = quorum.possibleDataLoss(observation.now());
    boolean isSomethingMissing = best.isEmpty() || dataLoss != null;
    return isSomethingMissing && observation.fsync() != null
        ? electWithDisk(best, dataLoss)
        : best.map(redisNode -> elect(redisNode, dataLoss)).orElseGet(this::startEmpty);
  }

  /**
   * If data is missing, the disk may have it. Without any other candidate the operator waits for
   * the Redis with the disk: another one would wipe it. Otherwise it waits for a limited time.
   */
  private FailoverPlan electWithDisk(Optional<RedisNode> best, @Nullable String dataLoss) {
    var holder =
        observation.reachableNodes().stream()
            .filter(RedisNode::preferred)
            .max(Comparator.comparing(Failover::streamTip));
    boolean isWaiting =
        best.isEmpty()
            || Instant.parse(recorded.since())
                .plus(timing.waitTimeout())
                .isAfter(observation.now());
    if (holder.isEmpty() && isWaiting) {
      return new FailoverPlan(
          recorded,
          List.of(),
          "Waiting for the Redis with the claim, which may have data that the others have lost; if"
              + " its volume will not come back, remove spec.redis.persistence.",
          FailoverTimeouts.RECHECK_DELAY);
    }
    var bestTip = best.map(Failover::streamTip).orElse(StreamTip.NONE);
    return holder
        .filter(redisNode -> Failover.streamTip(redisNode).compareTo(bestTip) > 0)
        .map(redisNode -> elect(redisNode, possibleDiskLoss()))
        .or(() -> best.map(redisNode -> elect(redisNode, dataLoss)))
        .orElseGet(this::startEmpty);
  }

  private @Nullable String possibleDiskLoss() {
    var durability = recorded.durability();
    if (durability == Fsync.Always) {
      return null;
    }
    var dataLoss =
        "%s: all of Redis that had everything was lost at once; the claim has kept "
            .formatted(observation.now());
    return durability == Fsync.EverySecond
        ? dataLoss
            + "all but the last second or so, and messages that were acknowledged within it may be"
            + " lost."
        : dataLoss
            + "what a Redis had that was not the master, and messages that were acknowledged last"
            + " may be lost.";
  }

  private List<FailoverStep.UpdatePod> unlabelMasters() {
    return observation.nodes().stream()
        .filter(n -> n.podRole().role() == PodRole.Role.MASTER)
        .map(n -> new FailoverStep.UpdatePod(n, PodRole.NONE))
        .toList();
  }

  /** Offsets can be compared only within one history. */
  private java.util.stream.Stream<RedisNode> eligible() {
    return observation.reachableNodes().stream()
        .filter(n -> replicationHistory().comparableOffset(n).isPresent());
  }

  private ReplicationHistory replicationHistory() {
    return new ReplicationHistory(recorded);
  }

  /** The former master is the last of equals, since it was lost. */
  private Comparator<RedisNode> byOffset() {
    return Comparator.<RedisNode>comparingLong(
            n -> replicationHistory().comparableOffset(n).orElse(0))
        .thenComparing(n -> !n.terminating())
        .thenComparing(n -> !recorded.isMaster(n.pod()))
        .thenComparing(RedisNode::preferred)
        .thenComparing(Comparator.comparing(RedisNode::pod).reversed());
  }

  /** No Redis has data of the history: all of it is lost. */
  private FailoverPlan startEmpty() {
    var dataLoss =
        "%s: every Redis has started anew, so that what was in them is lost."
            .formatted(observation.now());
    return Failover.chooseMaster(observation)
        .map(redisNode -> elect(redisNode, recorded.history() == null ? null : dataLoss))
        .orElse(
            new FailoverPlan(
                recorded, List.of(), "No Redis answers.", FailoverTimeouts.RECHECK_DELAY));
  }

  private FailoverPlan elect(RedisNode redisNode, @Nullable String dataLoss) {
    var reachable = redisNode.reachable().orElseThrow();
    var chosen =
        Term.of(recorded)
            .promoting(
                new RedisMember(redisNode.pod(), reachable.runId()),
                reachable.offset(),
                membersAfter(redisNode),
                observation.now());
    var record = (dataLoss == null ? chosen : chosen.withDataLoss(dataLoss)).status();
    var next = new Promotion(observation.withRecord(record), record, timing).plan();
    return new FailoverPlan(
        next.record(),
        next.steps(),
        "%s has most, and becomes master in term %d.".formatted(redisNode.pod(), record.term()),
        FailoverTimeouts.RECHECK_DELAY);
  }

  /**
   * The Redis that may have acknowledged messages: those that had them before, and those that are
   * about to follow. The chosen one is no longer a replica, and some are known to be gone; others
   * have to replace them. One that is only unreachable may still follow if its master is chosen
   * again.
   */
  private List<RedisMember> membersAfter(RedisNode chosen) {
    long offset = chosen.reachable().orElseThrow().offset();
    var holders = new ArrayList<RedisMember>();
    for (RedisMember member : recorded.members()) {
      boolean isLeft = member.pod().equals(chosen.pod()) || Quorum.isLost(member, observation);
      holders.add(
          new RedisMember(member.pod(), member.runId(), isLeft ? Long.valueOf(offset) : null));
    }
    for (RedisNode redisNode : observation.reachableNodes()) {
      var runId = redisNode.reachable().orElseThrow().runId();
      if (!redisNode.pod().equals(chosen.pod())
          && holders.stream().noneMatch(h -> h.runId().equals(runId))) {
        holders.add(new RedisMember(redisNode.pod(), runId));
      }
    }
    return holders;
  }
}
