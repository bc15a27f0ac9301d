package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * The Redis pods beside a living master: which follow it, which are in sync, and which must be told
 * to follow.
 */
record Replicas(FailoverObservation observation, RedisStatus recorded, RedisNode master) {

  private List<RedisNode> others() {
    return observation.nodes().stream().filter(n -> !n.pod().equals(master.pod())).toList();
  }

  /** Those that must be told to follow. A terminating one is left alone, unless it is a master. */
  private List<RedisNode> misdirected() {
    return others().stream()
        .filter(n -> n.reachable().isPresent() && !n.isReplicaOf(master))
        .filter(n -> !n.terminating() || n.isMaster())
        .toList();
  }

  /**
   * One step for each of them. They are recorded before: from then on they may have acknowledged
   * messages.
   */
  List<FailoverStep> steps() {
    var steps = new ArrayList<FailoverStep>();
    for (RedisNode redisNode : misdirected()) {
      if (!redisNode.podRole().equals(PodRole.NONE)) {
        steps.add(new FailoverStep.UpdatePod(redisNode, PodRole.NONE));
      }
      steps.add(new FailoverStep.Follow(redisNode, master));
    }
    return steps;
  }

  /** With all that follow or are about to, and without those whose loss others have replaced. */
  RedisStatus record() {
    var members = new ArrayList<RedisMember>();
    long offset = master.reachable().orElseThrow().offset();
    for (RedisMember member : recorded.members()) {
      if (member.goneAt() != null) {
        if (!isReplicatedUpTo(member.goneAt())) {
          members.add(member);
        }
      } else if (Quorum.isLost(member, observation)) {
        members.add(new RedisMember(member.pod(), member.runId(), offset));
      } else {
        members.add(member);
      }
    }
    for (RedisNode redisNode : others()) {
      redisNode
          .reachable()
          .filter(
              a ->
                  members.stream()
                      .noneMatch(
                          m -> m.pod().equals(redisNode.pod()) && m.runId().equals(a.runId())))
          .ifPresent(a -> members.add(new RedisMember(redisNode.pod(), a.runId())));
    }
    var record =
        members.equals(recorded.members())
            ? recorded
            : Term.of(recorded).withMembers(members).status();
    boolean isReplicated = inSync().size() >= recorded.minInSyncReplicas();
    return isReplicated && !recorded.formerHistories().isEmpty()
        ? Term.of(record).withoutFormerHistories().status()
        : record;
  }

  /** Whether enough replicas have everything up to this offset. */
  private boolean isReplicatedUpTo(long offset) {
    return inSync().stream().filter(n -> acknowledgedOffset(n) >= offset).count()
        >= recorded.minInSyncReplicas();
  }

  /** How many can be expected to be in sync. */
  int expectedInSync() {
    return (int)
        others().stream().filter(n -> n.reachable().isPresent() && !n.terminating()).count();
  }

  List<RedisNode> inSync() {
    return others().stream().filter(this::isInSync).toList();
  }

  boolean areAllInSync() {
    return others().stream().allMatch(this::isInSync);
  }

  /**
   * Whether it reports a link to the master, the master reports an acknowledgement of it, and it
   * has the beginning of this term. Only the three together prove that it receives every write: a
   * link is up before any data comes over it.
   */
  boolean isInSync(RedisNode redisNode) {
    return redisNode
        .reachable()
        .filter(a -> a.isReplicaOf(master.address()))
        .filter(a -> a.role() instanceof RedisState.Replica replica && replica.linkUp())
        .filter(a -> a.streamTip().term() >= recorded.term() && acknowledgedOffset(redisNode) > 0)
        .isPresent();
  }

  long acknowledgedOffset(RedisNode redisNode) {
    return master.reachable().orElseThrow().role() instanceof RedisState.Master role
        ? role.replicaOffsets().getOrDefault(redisNode.address(), 0L)
        : 0;
  }
}
