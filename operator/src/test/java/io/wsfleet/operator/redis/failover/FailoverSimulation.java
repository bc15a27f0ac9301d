package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Redis servers with faults and clients, and an operator that may crash between any two steps.
 * Everything that happens comes from one seed.
 */
final class FailoverSimulation {

  /** The operator crashes here; its record stays. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  final Random random;
  final int replicas;
  final int minInSyncReplicas;
  private final @Nullable Fsync fsync;
  final List<SimulatedRedis> pods = new ArrayList<>();
  final List<String> log = new ArrayList<>();
  @Nullable RedisStatus record;
  boolean isDataLossReported;
  int failovers;
  private final Map<String, Instant> silentSince = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int names;
  private int runs;
  final SimulatedClients clients;
  private final FaultInjector faults;
  private final SimulatedExecutor executor;

  FailoverSimulation(long seed, int replicas) {
    this(seed, replicas, null);
  }

  /**
   * @param disk of the preferred Redis; null without one
   */
  FailoverSimulation(long seed, int replicas, @Nullable Fsync disk) {
    this.fsync = disk;
    this.random = new Random(seed);
    this.clients = new SimulatedClients(random, pods);
    this.faults = new FaultInjector(random, this::replace, this::log);
    this.executor =
        new SimulatedExecutor(random, pods, () -> now, this::maybeCrash, this::log, this::trace);
    this.replicas = replicas;
    this.minInSyncReplicas = replicas >= 3 ? 2 : Math.min(replicas, 1);
    add(true, null);
    for (int i = 0; i < replicas; i++) {
      add(false, null);
    }
  }

  /** Simulates this many moments, with these faults. */
  void run(int moments, FaultRates what) {
    faults.rates = what;
    for (int i = 0; i < moments; i++) {
      advance();
      if (random.nextInt(3) == 0) {
        try {
          reconcile(20);
        } catch (Crash crash) {
          silentSince.clear();
        }
      }
    }
    faults.rates = FaultRates.NONE;
  }

  /** Ends every fault; what has died starts again in time. */
  void repair() {
    for (SimulatedRedis pod : pods) {
      pod.hung = false;
      pod.partitioned = false;
    }
    pods.stream().filter(p -> p.terminating).toList().forEach(this::replace);
    log("every fault ends");
  }

  /** Simulates until nothing should be left to do. */
  void settle() {
    repair();
    settle(400);
    // The failback delay is over: the role may go back to the preferred pod.
    now = now.plus(FailoverTimeouts.CONSECUTIVE_FAILOVER_WINDOW.multipliedBy(6));
    settle(150);
    clients.disconnect();
  }

  private void settle(int moments) {
    for (int i = 0; i < moments; i++) {
      advance();
      reconcile(20);
    }
  }

  /** Plans and acts until nothing is left to do, at most this many times. */
  void reconcile(int rounds) {
    for (int i = 0; i < rounds; i++) {
      var failoverPlan = Failover.plan(observe(), FailoverTimeouts.DEFAULT);
      boolean isNew = failoverPlan.record() != null && !failoverPlan.record().equals(record);
      if (isNew) {
        log(failoverPlan.message());
        record(failoverPlan.record());
      }
      for (FailoverStep failoverStep : failoverPlan.steps()) {
        maybeCrash();
        advance();
        if (!executor.execute(failoverStep)) {
          return;
        }
      }
      if (!isNew && failoverPlan.steps().isEmpty()) {
        return;
      }
      maybeCrash();
    }
  }

  void assertSettled() {
    var failoverPlan = Failover.plan(observe(), FailoverTimeouts.DEFAULT);
    assertEquals(List.of(), failoverPlan.steps(), this::trace);
    assertEquals(record, failoverPlan.record(), this::trace);
    var masters = pods.stream().filter(SimulatedRedis::isMaster).toList();
    assertEquals(1, masters.size(), this::trace);
    var master = masters.get(0);
    assertTrue(master.preferred, () -> "the preferred pod is not the master: " + trace());
    pods.stream()
        .filter(p -> p != master)
        .forEach(p -> assertEquals(master.address(), p.master, this::trace));
    assertEquals(PodRole.Role.MASTER, master.podRole.role(), this::trace);
  }

  Set<SimulatedRedis.Entry> lost() {
    var kept =
        pods.stream()
            .filter(SimulatedRedis::isMaster)
            .flatMap(p -> p.data.stream())
            .collect(Collectors.toSet());
    var missing = new HashSet<>(clients.acknowledged);
    missing.removeAll(kept);
    return missing;
  }

  /** The acknowledged messages that no Redis has. */
  Set<SimulatedRedis.Entry> inNoRedis() {
    var missing = new HashSet<>(clients.acknowledged);
    pods.forEach(pod -> pod.data.forEach(missing::remove));
    return missing;
  }

  String trace() {
    return String.join("\n", log);
  }

  private void record(RedisStatus next) {
    if (record != null) {
      assertTrue(next.term() >= record.term(), () -> "the term went back: " + trace());
      isDataLossReported |= next.dataLoss() != null && !next.dataLoss().equals(record.dataLoss());
      failovers +=
          next.failedOverAt() != null && !next.failedOverAt().equals(record.failedOverAt()) ? 1 : 0;
    }
    record = next;
  }

  private void maybeCrash() {
    if (faults.happens(faults.rates.crash())) {
      log("the operator crashes");
      throw new Crash();
    }
  }

  private void add(boolean preferred, @Nullable SimulatedRedis left) {
    var pod = new SimulatedRedis((preferred ? "m" : "r") + names++, preferred);
    pods.add(preferred && fsync != null ? pod.onDisk(left) : pod);
  }

  /** One moment: a fault may begin or end, and data is replicated. */
  private void advance() {
    now = now.plusMillis(5 + random.nextInt(60));
    var pod = pods.get(random.nextInt(pods.size()));
    if (!pod.started || !pod.running) {
      if (random.nextInt(5) == 0) {
        pod.start("run" + runs++);
        log(pod.pod + " starts");
      }
    } else {
      faults.inject(pod);
    }
    replicate();
    clients.write();
  }

  private void replace(SimulatedRedis pod) {
    log(pod.pod + " is gone");
    pods.remove(pod);
    add(pod.preferred, pod);
  }

  private void replicate() {
    for (SimulatedRedis replica : pods) {
      if (replica.master == null || !replica.running) {
        continue;
      }
      var master = pods.stream().filter(p -> p.address().equals(replica.master)).findFirst();
      boolean reaches =
          master.isPresent()
              && master.get().responds()
              && replica.responds()
              && master.get().partitioned == replica.partitioned;
      if (!reaches) {
        boolean brokenAtOnce = master.isEmpty() || !master.get().running;
        boolean timedOut = replica.lastIo.plusSeconds(5).isBefore(now);
        if (brokenAtOnce || timedOut) {
          replica.linkUp = false;
          master.ifPresent(m -> m.replicaOffsets.remove(replica.address()));
        }
      } else if (!master.get().isMaster()) {
        replica.linkUp = false;
      } else if (!replica.linkUp || !replica.replicationId.equals(master.get().replicationId)) {
        assertFalse(
            !isDataLossReported && master.get().data.isEmpty() && !replica.data.isEmpty(),
            () ->
                replica.pod + " has data, and is loading from a master that has none\n" + trace());
        replica.link(master.get(), now);
      } else {
        replica.replicateFrom(master.get(), random.nextInt(4), now);
      }
    }
  }

  private FailoverObservation observe() {
    var nodes = new ArrayList<RedisNode>();
    for (SimulatedRedis pod : pods) {
      boolean answers = pod.responds() && !pod.partitioned;
      if (answers || !pod.started) {
        silentSince.remove(pod.pod);
      } else {
        silentSince.putIfAbsent(pod.pod, now);
      }
      RedisState redisState =
          !pod.started
              ? new RedisState.NotStarted()
              : answers
                  ? pod.state(now)
                  : new RedisState.Unreachable(
                      silentSince.get(pod.pod), !pod.running && !pod.partitioned);
      nodes.add(
          new RedisNode(
              pod.pod,
              pod.address(),
              pod.preferred,
              pod.terminating,
              false,
              pod.podRole,
              redisState));
    }
    return new FailoverObservation(now, record, nodes, replicas, minInSyncReplicas, fsync);
  }

  private void log(String what) {
    log.add(now + " " + what + " " + pods.stream().map(this::inWords).toList());
  }

  private String inWords(SimulatedRedis pod) {
    return pod.pod
        + (pod.running ? "" : "!")
        + (pod.hung ? "~" : "")
        + (pod.partitioned ? "/" : "")
        + (pod.master == null ? " master " : " of " + pod.master + " ")
        + pod.data.size()
        + (pod.podRole.equals(PodRole.NONE) ? "" : " " + pod.podRole.role());
  }
}
