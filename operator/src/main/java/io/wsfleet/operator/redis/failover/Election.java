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

/** Chooses a master where there is none, once nobody can take anything any more. */
record Election(FailoverObservation observation, RedisStatus recorded, FailoverTimeouts timing) {

  FailoverPlan plan() {
    var toDetach = observation.reachableNodes().stream().filter(n -> !n.isDetached()).toList();
    var podUpdates = unlabelMasters();
    if (!toDetach.isEmpty() || !podUpdates.isEmpty()) {
      var steps = new ArrayList<FailoverStep>(podUpdates);
      toDetach.forEach(n -> steps.add(new FailoverStep.Detach(n)));
      return new FailoverPlan(
          recorded, steps, "Redis is held off, to be compared.", FailoverTimeouts.RECHECK_DELAY);
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
   * What the others have lost, the disk may have kept. Without any other it is waited for: whoever
   * began without it would have it wiped. Otherwise it is waited for a while.
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
          "Waiting for the Redis with the claim, which may have kept what the others have lost; if"
              + " its volume will not come back, take spec.redis.persistence away.",
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

  /** The former master comes last of equals: it is the one that was lost. */
  private Comparator<RedisNode> byOffset() {
    return Comparator.<RedisNode>comparingLong(
            n -> replicationHistory().comparableOffset(n).orElse(0))
        .thenComparing(n -> !n.terminating())
        .thenComparing(n -> !recorded.isMaster(n.pod()))
        .thenComparing(RedisNode::preferred)
        .thenComparing(Comparator.comparing(RedisNode::pod).reversed());
  }

  /** Nobody has anything of the history: it is gone. */
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
   * Who may hold what is acknowledged: those that may have held it before, and those that are about
   * to follow. The chosen one is no replica any more, and some are known to be gone; others have to
   * make up for these. One that only does not answer may follow still, should its master be chosen
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
