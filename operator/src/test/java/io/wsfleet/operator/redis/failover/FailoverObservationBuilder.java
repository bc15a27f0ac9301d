package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Redis pods as a test describes them: {@code m} is of the master's Deployment, the others are
 * {@code r1, r2, …}. It begins with a healthy fleet in term 5, whose master is {@code m}.
 */
final class FailoverObservationBuilder {

  static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  static final String HISTORY = "history-5";
  static final long OFFSET = 1000;

  private final Map<String, RedisNode> nodes = new TreeMap<>();
  private @Nullable RedisStatus recorded;
  private Instant now = NOW;
  private int specMinInSyncReplicas;
  private int streamMinInSyncReplicas;
  private String announcedMaster = address("m");
  private @Nullable Fsync diskFsync;

  static FailoverObservationBuilder healthy(int replicas) {
    var failoverObservationBuilder = new FailoverObservationBuilder();
    var names = names(replicas);
    failoverObservationBuilder.specMinInSyncReplicas = replicas >= 3 ? 2 : Math.min(replicas, 1);
    failoverObservationBuilder.streamMinInSyncReplicas =
        failoverObservationBuilder.specMinInSyncReplicas;
    failoverObservationBuilder.recorded =
        RedisStatus.builder()
            .term(5)
            .phase(RedisPhase.Serving, NOW.minusSeconds(300))
            .master(new RedisMember("m", "run-m"))
            .history(HISTORY)
            .minInSyncReplicas(failoverObservationBuilder.specMinInSyncReplicas)
            .members(names.stream().map(n -> new RedisMember(n, "run-" + n)).toList())
            .build();
    failoverObservationBuilder.with("m", failoverObservationBuilder.master(names));
    names.forEach(n -> failoverObservationBuilder.with(n, failoverObservationBuilder.replica("m")));
    failoverObservationBuilder.podRole("m", PodRole.master(replicas == 0));
    names.forEach(n -> failoverObservationBuilder.podRole(n, PodRole.REPLICA));
    return failoverObservationBuilder;
  }

  /** Pods that have just started, of which nothing is recorded. */
  static FailoverObservationBuilder fresh(int replicas) {
    var failoverObservationBuilder = new FailoverObservationBuilder();
    failoverObservationBuilder.specMinInSyncReplicas = Math.min(replicas, 1);
    failoverObservationBuilder.with("m", empty());
    names(replicas).forEach(n -> failoverObservationBuilder.with(n, empty()));
    return failoverObservationBuilder;
  }

  private static List<String> names(int replicas) {
    return Stream.iterate(1, i -> i + 1).limit(replicas).map(i -> "r" + i).toList();
  }

  FailoverObservationBuilder recorded(@Nullable RedisStatus status) {
    recorded = status;
    return this;
  }

  RedisStatus recorded() {
    return java.util.Objects.requireNonNull(recorded);
  }

  FailoverObservationBuilder with(String pod, RedisState redisState) {
    var before = nodes.get(pod);
    nodes.put(
        pod,
        new RedisNode(
            pod,
            address(pod),
            pod.equals("m"),
            before != null && before.terminating(),
            before != null && before.outdated(),
            before == null ? PodRole.NONE : before.podRole(),
            redisState));
    return this;
  }

  FailoverObservationBuilder podRole(String pod, PodRole podRole) {
    var n = nodes.get(pod);
    nodes.put(
        pod,
        new RedisNode(
            pod, n.address(), n.preferred(), n.terminating(), n.outdated(), podRole, n.state()));
    return this;
  }

  FailoverObservationBuilder terminating(String pod) {
    var n = nodes.get(pod);
    nodes.put(
        pod,
        new RedisNode(pod, n.address(), n.preferred(), true, n.outdated(), n.podRole(), n.state()));
    return this;
  }

  FailoverObservationBuilder outdated(String pod) {
    var n = nodes.get(pod);
    nodes.put(
        pod,
        new RedisNode(
            pod, n.address(), n.preferred(), n.terminating(), true, n.podRole(), n.state()));
    return this;
  }

  FailoverObservationBuilder without(String pod) {
    nodes.remove(pod);
    return this;
  }

  FailoverObservationBuilder unreachable(String pod, Duration since) {
    return with(pod, new RedisState.Unreachable(now.minus(since), false));
  }

  FailoverObservationBuilder refusingConnections(String pod, Duration since) {
    return with(pod, new RedisState.Unreachable(now.minus(since), true));
  }

  FailoverObservationBuilder restarted(String pod) {
    var empty = (RedisState.Reachable) empty();
    return with(
        pod,
        new RedisState.Reachable(
            "run-" + pod + "-again", empty.role(), "another", "", 0, 0, StreamTip.NONE, 0, ""));
  }

  /** The one of the master's Deployment has a disk. */
  FailoverObservationBuilder fsync(Fsync fsync) {
    diskFsync = fsync;
    return this;
  }

  /** Started anew, with what its disk has kept up to this number. */
  FailoverObservationBuilder loadedFromDisk(String pod, long number) {
    var role = new RedisState.Replica(RedisState.Replica.NO_MASTER, false, 1);
    return with(
        pod,
        new RedisState.Reachable(
            "run-" + pod + "-again", role, "another", "", 1, 5, new StreamTip(5, number), 1, ""));
  }

  /** Held off, with the term's history up to there. */
  FailoverObservationBuilder detached(String pod, long offset) {
    return with(
        pod,
        reachable(pod, new RedisState.Replica(RedisState.Replica.NO_MASTER, false, 1), offset));
  }

  /** Hears nothing from its master any more. */
  FailoverObservationBuilder linkDown(String pod, long offset) {
    return with(pod, reachable(pod, new RedisState.Replica(address("m"), false, 1), offset));
  }

  FailoverObservationBuilder lastIo(String pod, long seconds) {
    return with(pod, reachable(pod, new RedisState.Replica(address("m"), true, seconds), OFFSET));
  }

  FailoverObservationBuilder later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  /** What the stream says of where the master is. */
  FailoverObservationBuilder announcing(String pod) {
    announcedMaster = address(pod);
    return this;
  }

  /** What the stream tells the gateways about acknowledging; to be said before the answers. */
  FailoverObservationBuilder minInSyncReplicas(int acknowledged) {
    streamMinInSyncReplicas = acknowledged;
    return this;
  }

  RedisState.Reachable master(List<String> followers) {
    return reachable(
        "m",
        new RedisState.Master(
            followers.stream()
                .collect(Collectors.toMap(FailoverObservationBuilder::address, n -> OFFSET))),
        OFFSET);
  }

  RedisState.Reachable replica(String master) {
    return reachable("", new RedisState.Replica(address(master), true, 0), OFFSET);
  }

  RedisState.Reachable reachable(
      String pod, RedisState.ReplicationRole replicationRole, long offset) {
    return new RedisState.Reachable(
        "run-" + pod,
        replicationRole,
        HISTORY,
        "",
        offset,
        5,
        new StreamTip(5, offset),
        streamMinInSyncReplicas,
        announcedMaster);
  }

  private static RedisState empty() {
    return new RedisState.Reachable(
        "",
        new RedisState.Replica(RedisState.Replica.NO_MASTER, false, 1),
        "fresh",
        "",
        0,
        0,
        StreamTip.NONE,
        0,
        "");
  }

  RedisNode node(String pod) {
    return build().node(pod).orElseThrow();
  }

  FailoverObservation build() {
    var all = new ArrayList<RedisNode>();
    nodes.forEach((pod, n) -> all.add(named(n)));
    return new FailoverObservation(
        now, recorded, all, nodes.size() - 1, specMinInSyncReplicas, diskFsync);
  }

  /** Where an answer names no run, it is that of its pod. */
  private static RedisNode named(RedisNode n) {
    if (!(n.state() instanceof RedisState.Reachable a)
        || !(a.runId().isEmpty() || a.runId().equals("run-"))) {
      return n;
    }
    var said =
        new RedisState.Reachable(
            "run-" + n.pod(),
            a.role(),
            a.replicationId(),
            a.secondaryReplicationId(),
            a.offset(),
            a.term(),
            a.streamTip(),
            a.minInSyncReplicas(),
            a.announcedMaster());
    return new RedisNode(
        n.pod(), n.address(), n.preferred(), n.terminating(), n.outdated(), n.podRole(), said);
  }

  FailoverPlan plan() {
    return Failover.plan(build(), FailoverTimeouts.DEFAULT);
  }

  static String address(String pod) {
    return "at-" + pod;
  }
}
