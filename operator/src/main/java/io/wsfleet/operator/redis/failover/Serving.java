package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The phase Serving: keeps a living master, its replicas and their roles. */
record Serving(FailoverObservation observation, RedisStatus recorded, FailoverTimeouts timing) {

  /** A replica that lost its master longer ago must not be read. */
  private static final long MAX_LAST_IO_SECONDS = 5;

  FailoverPlan plan() {
    var failure = new FailureDetector(observation, recorded, timing).failure();
    if (failure.isPresent()) {
      return elect(failure.get());
    }
    var master = observation.node(recorded.master()).filter(RedisNode::isMaster);
    if (master.isEmpty()) {
      return new FailoverPlan(
          recorded,
          List.of(),
          recorded.master() + " does not answer at the moment.",
          FailoverTimeouts.RECHECK_DELAY);
    }
    var replicas = new Replicas(observation, recorded, master.get());
    return successor(master.get(), replicas)
        .map(next -> handOver(next))
        .orElseGet(() -> maintain(master.get(), replicas));
  }

  private FailoverPlan elect(String message) {
    var next = Term.of(recorded).electing(observation.now(), consecutiveFailures()).status();
    var failoverPlan = new Election(observation.withRecord(next), next, timing).plan();
    return new FailoverPlan(
        failoverPlan.record(), failoverPlan.steps(), message, failoverPlan.rescheduleAfter());
  }

  private int consecutiveFailures() {
    var last = recorded.failedOverAt();
    boolean isConsecutive =
        last != null
            && Instant.parse(last)
                .plus(FailoverTimeouts.CONSECUTIVE_FAILOVER_WINDOW)
                .isAfter(observation.now());
    return isConsecutive ? recorded.failovers() + 1 : 1;
  }

  private FailoverPlan handOver(RedisNode next) {
    var runId = next.reachable().orElseThrow().runId();
    var record =
        Term.of(recorded)
            .handingOver(new RedisMember(next.pod(), runId), observation.now())
            .status();
    return new Promotion(observation.withRecord(record), record, timing).plan();
  }

  /** The replica that a living master hands its role over to; empty for none. */
  private Optional<RedisNode> successor(RedisNode master, Replicas replicas) {
    var eligible =
        replicas.inSync().stream()
            .filter(n -> !n.terminating() && !n.outdated())
            .max(
                Comparator.comparing(RedisNode::preferred)
                    .thenComparingLong(replicas::acknowledgedOffset)
                    .thenComparing(Comparator.comparing(RedisNode::pod).reversed()));
    if (master.terminating()) {
      return eligible;
    }
    if (!replicas.areAllInSync() || observation.nodes().size() <= observation.replicas()) {
      return Optional.empty();
    }
    boolean othersAreUpToDate =
        observation.nodes().stream().allMatch(n -> n.equals(master) || !n.outdated());
    if (master.outdated()) {
      return othersAreUpToDate ? eligible : Optional.empty();
    }
    return master.preferred() || !othersAreUpToDate || remainingFailbackDelay() != null
        ? Optional.empty()
        : eligible.filter(RedisNode::preferred);
  }

  /** How long a master stays after a failover before the role goes back; null if it may. */
  private @Nullable Duration remainingFailbackDelay() {
    var last = recorded.failedOverAt();
    if (last == null) {
      return null;
    }
    var until = Instant.parse(last).plus(timing.failbackDelay(recorded.failovers()));
    return until.isAfter(observation.now()) ? Duration.between(observation.now(), until) : null;
  }

  private FailoverPlan maintain(RedisNode master, Replicas replicas) {
    var steps = new ArrayList<FailoverStep>();
    if (!master.reachable().orElseThrow().announcedMaster().equals(master.address())) {
      steps.add(new FailoverStep.AnnounceMaster(master));
    }
    steps.addAll(replicas.steps());
    for (RedisNode redisNode : observation.nodes()) {
      if (redisNode.equals(master)) {
        continue;
      }
      if (!redisNode.terminating()) {
        addPodUpdate(redisNode, podRole(redisNode, replicas), steps);
      } else if (redisNode.podRole().role() == PodRole.Role.MASTER) {
        addPodUpdate(redisNode, PodRole.NONE, steps);
      }
    }
    boolean hasNoReadableReplica =
        observation.nodes().stream()
            .noneMatch(n -> !n.equals(master) && podRole(n, replicas).readable());
    addPodUpdate(master, PodRole.master(hasNoReadableReplica), steps);
    var record = withDurability(updateMinInSyncReplicas(master, replicas, steps), master);
    return new FailoverPlan(
        record,
        steps,
        "%s is master.".formatted(master.pod()),
        rescheduleAfter(master, replicas, record));
  }

  private static void addPodUpdate(
      RedisNode redisNode, PodRole required, List<FailoverStep> steps) {
    var isAlreadyPlanned =
        steps.stream()
            .anyMatch(
                s ->
                    s instanceof FailoverStep.UpdatePod updatePod
                        && updatePod.node().equals(redisNode));
    if (!redisNode.podRole().equals(required) && !isAlreadyPlanned) {
      steps.add(new FailoverStep.UpdatePod(redisNode, required));
    }
  }

  /**
   * A replica that lost its master for a moment keeps its role: gateways continue to read there and
   * miss nothing.
   */
  private PodRole podRole(RedisNode redisNode, Replicas replicas) {
    if (replicas.isInSync(redisNode)) {
      return PodRole.REPLICA;
    }
    boolean isTransient =
        redisNode
                .reachable()
                .filter(a -> recorded.members().stream().anyMatch(m -> m.runId().equals(a.runId())))
                .filter(a -> a.streamTip().term() >= recorded.term())
                .filter(
                    a ->
                        a.role() instanceof RedisState.Replica r
                            && r.lastIoSeconds() < MAX_LAST_IO_SECONDS)
                .isPresent()
            || redisNode.state() instanceof RedisState.Unreachable unreachable
                && unreachable.since().plus(timing.unreachableTimeout()).isAfter(observation.now());
    return isTransient ? redisNode.podRole() : PodRole.NONE;
  }

  /**
   * Gateways wait for more replicas before the record relies on them, and the record stops relying
   * on replicas before gateways wait for fewer.
   */
  private RedisStatus updateMinInSyncReplicas(
      RedisNode master, Replicas replicas, List<FailoverStep> steps) {
    var record = replicas.record();
    int announced = master.reachable().orElseThrow().minInSyncReplicas();
    int required = Math.min(observation.minInSyncReplicas(), observation.replicas());
    if (required > announced && replicas.inSync().size() >= required || required < announced) {
      steps.add(new FailoverStep.SetMinInSyncReplicas(master, required));
    }
    int guaranteed = Math.min(announced, required);
    boolean isMore = guaranteed > record.minInSyncReplicas();
    if (guaranteed == record.minInSyncReplicas()
        || isMore && replicas.inSync().size() < guaranteed) {
      return record;
    }
    return Term.of(record).withMinInSyncReplicas(guaranteed).status();
  }

  /**
   * Whether the disk has every acknowledged message: the one of the master does, and that of a
   * replica if every replica has to acknowledge.
   */
  private RedisStatus withDurability(RedisStatus record, RedisNode master) {
    var diskNode =
        observation.nodes().stream().filter(n -> n.preferred() && !n.outdated()).findFirst();
    boolean hasAll =
        diskNode
            .filter(
                n ->
                    n.equals(master)
                        || record.member(n.pod()).filter(m -> n.hasRunId(m.runId())).isPresent()
                            && record.minInSyncReplicas() >= record.members().size())
            .isPresent();
    var durability = hasAll ? observation.fsync() : null;
    return durability == record.durability()
        ? record
        : Term.of(record).withDurability(durability).status();
  }

  private @Nullable Duration rescheduleAfter(
      RedisNode master, Replicas replicas, RedisStatus record) {
    boolean isSettled =
        replicas.areAllInSync()
            && observation.nodes().size() == observation.replicas() + 1
            && record.members().stream().allMatch(m -> m.goneAt() == null)
            && observation.minInSyncReplicas() == record.minInSyncReplicas();
    if (!isSettled) {
      return Duration.ofSeconds(1);
    }
    return master.preferred()
        ? null
        : Optional.ofNullable(remainingFailbackDelay()).orElse(Duration.ofSeconds(1));
  }
}
