package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes the steps of a plan at simulated servers. It fails if a term gets a second master. */
final class SimulatedExecutor {

  private final Random random;
  private final List<SimulatedRedis> pods;
  private final Supplier<Instant> now;
  private final Runnable maybeCrash;
  private final Consumer<String> log;
  private final Supplier<String> trace;
  private final Map<Long, String> masters = new HashMap<>();
  private int histories;

  SimulatedExecutor(
      Random random,
      List<SimulatedRedis> pods,
      Supplier<Instant> now,
      Runnable maybeCrash,
      Consumer<String> log,
      Supplier<String> trace) {
    this.random = random;
    this.pods = pods;
    this.now = now;
    this.maybeCrash = maybeCrash;
    this.log = log;
    this.trace = trace;
  }

  /** False if it fails, because its Redis does not answer. */
  boolean execute(FailoverStep failoverStep) {
    if (failoverStep instanceof FailoverStep.UpdatePod updatePod) {
      find(updatePod.node()).ifPresent(p -> p.podRole = updatePod.podRole());
      return true;
    }
    if (failoverStep instanceof FailoverStep.Detach detach) {
      return at(detach.node(), p -> p.follow(RedisState.Replica.NO_MASTER));
    }
    if (failoverStep instanceof FailoverStep.Promote promote) {
      return at(promote.node(), p -> p.promote("history" + histories++));
    }
    if (failoverStep instanceof FailoverStep.StartTerm startTerm) {
      return at(startTerm.master(), p -> begin(p, startTerm));
    }
    if (failoverStep instanceof FailoverStep.Follow follow) {
      return at(follow.node(), p -> p.follow(follow.master().address()));
    }
    if (failoverStep instanceof FailoverStep.HandOver handOver) {
      return handOver(handOver);
    }
    if (failoverStep instanceof FailoverStep.SetMinInSyncReplicas setMinInSyncReplicas) {
      return at(
          setMinInSyncReplicas.master(),
          p -> p.minInSyncReplicas = setMinInSyncReplicas.replicas());
    }
    if (failoverStep instanceof FailoverStep.AnnounceMaster announceMaster) {
      return at(announceMaster.master(), p -> p.announcedMaster = p.address());
    }
    throw new AssertionError(failoverStep);
  }

  private void begin(SimulatedRedis pod, FailoverStep.StartTerm startTerm) {
    if (!pod.isMaster() || pod.streamTip().term() >= startTerm.term()) {
      return;
    }
    assertEquals(
        pod.pod,
        masters.computeIfAbsent(startTerm.term(), term -> pod.pod),
        () -> "two masters in term " + startTerm.term() + "\n" + trace.get());
    pod.add(new SimulatedRedis.Entry(startTerm.term(), 0));
    pod.minInSyncReplicas = startTerm.minInSyncReplicas();
  }

  /** Nobody writes meanwhile: the clients are paused. */
  private boolean handOver(FailoverStep.HandOver step) {
    var from = find(step.from()).filter(SimulatedRedis::isMaster);
    var to = find(step.to()).filter(p -> p.linkUp && step.from().address().equals(p.master));
    if (from.isEmpty() || to.isEmpty() || !reached(from.get()) || !reached(to.get())) {
      return false;
    }
    if (random.nextInt(10) == 0) {
      return false;
    }
    to.get().replicateFrom(from.get(), Integer.MAX_VALUE / 2, now.get());
    to.get().promote("history" + histories++);
    maybeCrash.run();
    from.get().follow(to.get().address());
    log.accept(from.get().pod + " has handed over to " + to.get().pod);
    return true;
  }

  private boolean at(RedisNode redisNode, Consumer<SimulatedRedis> action) {
    var pod = find(redisNode).filter(this::reached);
    pod.ifPresent(action);
    return pod.isPresent();
  }

  private boolean reached(SimulatedRedis pod) {
    return pod.responds() && !pod.partitioned;
  }

  private Optional<SimulatedRedis> find(RedisNode redisNode) {
    return pods.stream().filter(p -> p.pod.equals(redisNode.pod())).findFirst();
  }
}
