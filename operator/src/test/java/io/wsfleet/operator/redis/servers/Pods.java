package io.wsfleet.operator.redis.servers;

import static org.awaitility.Awaitility.await;

import io.wsfleet.operator.api.Fsync;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;
import io.wsfleet.operator.redis.failover.Failover;
import io.wsfleet.operator.redis.failover.FailoverObservation;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import io.wsfleet.operator.redis.failover.PodRole;
import io.wsfleet.operator.redis.failover.RedisNode;
import io.wsfleet.operator.redis.failover.RedisState;
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
final class Pods implements AutoCloseable {

  static final String CLUSTER = "default/chat";

  final List<Pod> all = new CopyOnWriteArrayList<>();
  final RedisWatch watch;
  final AtomicInteger rounds = new AtomicInteger();
  final List<String> story = new CopyOnWriteArrayList<>();
  volatile RedisStatus record;
  volatile boolean mayAct = true;
  volatile Fsync disk;
  volatile List<String> passwords = List.of(RedisServer.PASSWORD);

  private final RedisSteps steps;
  private final int replicas;
  private final int acknowledgedBy;
  private final Semaphore news = new Semaphore(0);
  private final Thread operator = new Thread(this::lookAfterThem, "operator");
  private volatile FailoverPlan last;
  private volatile boolean over;

  static final class Pod {
    final String name;
    final RedisServer server;
    final boolean home;
    volatile boolean leaving;
    volatile PodRole podRole = PodRole.NONE;

    Pod(String name, RedisServer server, boolean home) {
      this.name = name;
      this.server = server;
      this.home = home;
    }
  }

  Pods(int replicas, int acknowledgedBy) throws IOException {
    this.replicas = replicas;
    this.acknowledgedBy = acknowledgedBy;
    var servers = RedisServer.start(replicas + 1);
    for (int i = 0; i < servers.size(); i++) {
      all.add(new Pod("redis-" + i, servers.get(i), i == 0));
    }
    watch =
        new RedisWatch(
            WatchSettings.STANDARD, c -> news.release(), Clock.systemUTC(), System::nanoTime);
    steps =
        new RedisSteps(
            watch,
            () -> mayAct,
            (cluster, redisNode, podRole) -> pod(redisNode.pod()).podRole = podRole,
            () -> UUID.randomUUID().toString());
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

  void lookAgain() {
    news.release();
  }

  /** After which it is not what was before that is called settled. */
  void awaitAnotherLook() {
    int before = rounds.get();
    lookAgain();
    await().until(() -> rounds.get() > before + 1 || tryAgain());
  }

  private boolean tryAgain() {
    lookAgain();
    return false;
  }

  boolean isSettled() {
    var failoverPlan = last;
    var status = record;
    return failoverPlan != null
        && status != null
        && failoverPlan.steps().isEmpty()
        && status.phase() == RedisPhase.Serving
        && status.acknowledgedBy() == acknowledgedBy
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
      throw new AssertionError(String.join("\n", story) + "\n" + record + "\n" + last, e);
    }
  }

  private void lookAfterThem() {
    while (!over) {
      try {
        news.drainPermits();
        var failoverPlan = round();
        var lookAgain = failoverPlan.rescheduleAfter();
        if (!failoverPlan.steps().isEmpty()) {
          continue;
        }
        if (lookAgain == null) {
          news.acquire();
        } else {
          news.tryAcquire(lookAgain.toNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        tell("the operator fails: " + e);
        RedisServer.pause(100);
      }
    }
  }

  private FailoverPlan round() {
    rounds.incrementAndGet();
    var listed = new ArrayList<RedisPod>();
    all.forEach(p -> listed.add(new RedisPod(p.name, p.server.address())));
    watch.keep(CLUSTER, listed, new RedisAccess(all.get(0).server.port(), () -> passwords));
    var said = watch.observe(CLUSTER);
    var nodes =
        all.stream()
            .map(
                p ->
                    new RedisNode(
                        p.name,
                        p.server.address(),
                        p.home,
                        p.leaving,
                        false,
                        p.podRole,
                        said.getOrDefault(p.name, new RedisState.NotStarted())))
            .toList();
    var failoverPlan =
        Failover.plan(
            new FailoverObservation(Instant.now(), record, nodes, replicas, acknowledgedBy, disk),
            FailoverTimeouts.DEFAULT);
    if (!failoverPlan.steps().isEmpty()
        || last == null
        || !failoverPlan.message().equals(last.message())) {
      tell(failoverPlan.message() + " " + failoverPlan.steps().stream().map(Pods::brief).toList());
    }
    record = failoverPlan.record();
    try {
      for (var failoverStep : failoverPlan.steps()) {
        steps.take(CLUSTER, failoverStep);
      }
    } catch (StepFailed e) {
      tell(e.getMessage());
    }
    last = failoverPlan;
    return failoverPlan;
  }

  private static String brief(Object step) {
    return step.toString().replaceAll("Node\\[pod=([^,]*),.*?said=.*?\\]\\]+", "$1");
  }

  private void tell(String what) {
    story.add(Instant.now() + " " + what);
    if (Boolean.getBoolean("redis.story")) {
      System.out.println(story.get(story.size() - 1));
    }
  }

  @Override
  public void close() throws Exception {
    over = true;
    operator.interrupt();
    operator.join(5000);
    watch.close();
    for (Pod pod : all) {
      pod.server.close();
    }
  }
}
