package io.wsfleet.operator.redis.client;

import static org.awaitility.Awaitility.await;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.redis.failover.Failover;
import io.wsfleet.operator.redis.failover.FailoverObservation;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.redis.failover.FailoverStep;
import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import io.wsfleet.operator.redis.failover.PodRole;
import io.wsfleet.operator.redis.failover.RedisNode;
import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.Waits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real Redis servers as the pods of a cluster, what Kubernetes would know of them, and an operator
 * that looks after them: observe, plan, record, take the steps.
 */
final class RealRedisCluster implements AutoCloseable {

  static final String CLUSTER = "default/chat";

  final List<Pod> all = new CopyOnWriteArrayList<>();
  final RedisMonitor monitor;
  final AtomicInteger reconciles = new AtomicInteger();
  final List<String> log = new CopyOnWriteArrayList<>();
  volatile RedisStatus record;
  volatile boolean holdsLease = true;
  volatile Fsync fsync;
  volatile List<String> passwords = List.of(RedisProcess.PASSWORD);

  private final FailoverExecutor executor;
  private final int replicas;
  private final int minInSyncReplicas;
  private final Semaphore changes = new Semaphore(0);
  private final Thread operator = new Thread(this::runOperator, "operator");
  private volatile FailoverPlan last;
  private volatile boolean closed;

  static final class Pod {
    final String name;
    final RedisProcess server;
    final boolean preferred;
    volatile boolean terminating;
    volatile PodRole podRole = PodRole.NONE;

    Pod(String name, RedisProcess server, boolean home) {
      this.name = name;
      this.server = server;
      this.preferred = home;
    }
  }

  RealRedisCluster(int replicas, int minInSyncReplicas) throws IOException {
    this.replicas = replicas;
    this.minInSyncReplicas = minInSyncReplicas;
    var servers = RedisProcess.startDetached(replicas + 1);
    for (int i = 0; i < servers.size(); i++) {
      all.add(new Pod("redis-" + i, servers.get(i), i == 0));
    }
    monitor =
        new RedisMonitor(
            MonitorSettings.DEFAULT, c -> changes.release(), Clock.systemUTC(), System::nanoTime);
    executor = new FailoverExecutor(monitor, () -> holdsLease, () -> UUID.randomUUID().toString());
    operator.start();
  }

  Pod pod(String name) {
    return all.stream().filter(p -> p.name.equals(name)).findFirst().orElseThrow();
  }

  /** Where the Service of the master leads; null where it leads nowhere. */
  Pod master() {
    return all.stream()
        .filter(p -> p.podRole.role() == PodRole.Role.MASTER)
        .findFirst()
        .orElse(null);
  }

  Pod aReplica() {
    return all.stream()
        .filter(p -> p.podRole.role() == PodRole.Role.REPLICA)
        .findFirst()
        .orElseThrow();
  }

  void triggerReconcile() {
    changes.release();
  }

  /** After which it is not what was before that is called settled. */
  void awaitNextReconcile() {
    int before = reconciles.get();
    triggerReconcile();
    await().until(() -> reconciles.get() > before + 1 || triggerAndReturnFalse());
  }

  private boolean triggerAndReturnFalse() {
    triggerReconcile();
    return false;
  }

  boolean isSettled() {
    var failoverPlan = last;
    var status = record;
    return failoverPlan != null
        && status != null
        && failoverPlan.steps().isEmpty()
        && status.phase() == RedisPhase.Serving
        && status.minInSyncReplicas() == minInSyncReplicas
        && status.members().size() == replicas
        && status.members().stream().allMatch(m -> m.goneAt() == null)
        && all.stream().filter(p -> p.podRole.equals(REPLICA)).count() == replicas
        && master() != null
        && status.isMaster(master().name);
  }

  private static final PodRole REPLICA = new PodRole(PodRole.Role.REPLICA, true, true);

  void awaitSettled() {
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(5))
          .until(this::isSettled);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(String.join("\n", log) + "\n" + record + "\n" + last, e);
    }
  }

  private void runOperator() {
    while (!closed) {
      try {
        changes.drainPermits();
        var failoverPlan = reconcile();
        var lookAgain = failoverPlan.rescheduleAfter();
        if (!failoverPlan.steps().isEmpty()) {
          continue;
        }
        if (lookAgain == null) {
          changes.acquire();
        } else {
          changes.tryAcquire(lookAgain.toNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log("the operator fails: " + e);
        Waits.pause(100);
      }
    }
  }

  private FailoverPlan reconcile() {
    reconciles.incrementAndGet();
    var listed = new ArrayList<RedisPod>();
    all.forEach(p -> listed.add(new RedisPod(p.name, p.server.address())));
    monitor.update(CLUSTER, listed, new RedisAccess(all.get(0).server.port(), () -> passwords));
    var said = monitor.observe(CLUSTER);
    var nodes =
        all.stream()
            .map(
                p ->
                    new RedisNode(
                        p.name,
                        p.server.address(),
                        p.preferred,
                        p.terminating,
                        false,
                        p.podRole,
                        said.getOrDefault(p.name, new RedisState.NotStarted())))
            .toList();
    var failoverPlan =
        Failover.plan(
            new FailoverObservation(
                Instant.now(), record, nodes, replicas, minInSyncReplicas, fsync),
            FailoverTimeouts.DEFAULT);
    if (!failoverPlan.steps().isEmpty()
        || last == null
        || !failoverPlan.message().equals(last.message())) {
      log(
          failoverPlan.message()
              + " "
              + failoverPlan.steps().stream().map(RealRedisCluster::brief).toList());
    }
    record = failoverPlan.record();
    try {
      for (var failoverStep : failoverPlan.steps()) {
        execute(failoverStep);
      }
    } catch (StepFailedException e) {
      log(e.getMessage());
    }
    last = failoverPlan;
    return failoverPlan;
  }

  private void execute(FailoverStep step) throws StepFailedException {
    if (step instanceof FailoverStep.UpdatePod updatePod) {
      pod(updatePod.node().pod()).podRole = updatePod.podRole();
    } else {
      executor.execute(CLUSTER, (FailoverStep.RedisStep) step);
    }
  }

  private static String brief(Object step) {
    return step.toString().replaceAll("RedisNode\\[pod=([^,]*),.*?state=.*?\\]\\]+", "$1");
  }

  private void log(String what) {
    log.add(Instant.now() + " " + what);
    if (Boolean.getBoolean("redis.story")) {
      System.out.println(log.get(log.size() - 1));
    }
  }

  @Override
  public void close() throws Exception {
    closed = true;
    operator.interrupt();
    operator.join(5000);
    monitor.close();
    for (Pod pod : all) {
      pod.server.close();
    }
  }
}
