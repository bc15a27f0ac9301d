package io.wsfleet.operator.redis.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.spec.RedisSpec;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.client.ApiErrors;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.client.FailoverExecutor;
import io.wsfleet.operator.redis.client.RedisAccess;
import io.wsfleet.operator.redis.client.RedisMonitor;
import io.wsfleet.operator.redis.client.StepFailedException;
import io.wsfleet.operator.redis.failover.Failover;
import io.wsfleet.operator.redis.failover.FailoverObservation;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.redis.failover.FailoverStep;
import io.wsfleet.operator.redis.failover.FailoverStep.RedisStep;
import io.wsfleet.operator.redis.failover.FailoverStep.UpdatePod;
import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failover of each WebSocketCluster's Redis, as a loop: observe, plan, record, act, until there
 * is nothing left to do. A decision that is not written before it is acted on would be forgotten by
 * a crash. So a plan is made once more from the record that the API server has, and that record is
 * replaced only if nobody else has changed it.
 */
public final class FailoverController {

  private static final Logger log = LoggerFactory.getLogger(FailoverController.class);

  /** The field manager of status.redis; the rest of the status has another one. */
  private static final String FIELD_MANAGER = "wsfleet-operator-redis";

  /** A failover takes five. */
  private static final int MAX_ITERATIONS = 20;

  private final RedisMonitor monitor;
  private final FailoverExecutor executor;
  private final PodRoleWriter podRoles;
  private final OperatorMetrics operatorMetrics;
  private final Clock clock;
  private final RedisAccessCache accesses = new RedisAccessCache();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Map<String, ApplyFailure> refusals = new ConcurrentHashMap<>();

  public FailoverController(
      RedisMonitor monitor,
      FailoverExecutor executor,
      OperatorMetrics operatorMetrics,
      Clock clock) {
    this.monitor = monitor;
    this.executor = executor;
    this.podRoles = new PodRoleWriter(clock);
    this.operatorMetrics = operatorMetrics;
    this.clock = clock;
  }

  /**
   * Takes every step that is due, with the passwords and certificates that were last read. It
   * requests no Secret.
   *
   * @param redis the replicas that there shall be, which may be more than the resource asks for
   * @param revision of the Redis pods that the spec asks for
   * @return empty until {@link #updateAccess} was called for this cluster
   */
  public Optional<FailoverPlan> reconcile(
      WebSocketCluster cluster,
      RedisSpec redis,
      String revision,
      Context<WebSocketCluster> context) {
    var name = cluster.namespacedName();
    underWay.remove(name);
    refusals.remove(name);
    var access = accesses.find(name);
    if (access.isEmpty()) {
      return Optional.empty();
    }
    monitor.update(name, CachedPods.addresses(context), access.get());
    var plan = new Loop(cluster, redis, revision, context).run();
    if (plan.isUnderWay()) {
      underWay.add(name);
    }
    return Optional.of(plan);
  }

  /** Whether the last {@link #reconcile} has left Redis without a master that serves. */
  public boolean isUnderWay(WebSocketCluster cluster) {
    return underWay.contains(cluster.namespacedName());
  }

  /** The answer of the API server, if it refused a role or a condition of a Redis pod. */
  public Optional<ApplyFailure> refusal(WebSocketCluster cluster) {
    return Optional.ofNullable(refusals.get(cluster.namespacedName()));
  }

  /** Connects with these passwords and certificates from now on. */
  public void updateAccess(
      WebSocketCluster cluster, RedisAccess access, Context<WebSocketCluster> context) {
    accesses.update(cluster.namespacedName(), access);
    monitor.update(cluster.namespacedName(), CachedPods.addresses(context), access);
  }

  public void forget(WebSocketCluster cluster) {
    underWay.remove(cluster.namespacedName());
    refusals.remove(cluster.namespacedName());
    accesses.forget(cluster.namespacedName());
    monitor.forget(cluster.namespacedName());
  }

  /** One WebSocketCluster, until there is nothing left to do. */
  private final class Loop {
    private final RedisSpec redis;
    private final String revision;
    private final Context<WebSocketCluster> context;
    private WebSocketCluster cluster;
    private boolean isReloaded;

    Loop(
        WebSocketCluster cluster,
        RedisSpec redis,
        String revision,
        Context<WebSocketCluster> context) {
      this.redis = redis;
      this.cluster = cluster;
      this.revision = revision;
      this.context = context;
    }

    FailoverPlan run() {
      var failoverPlan = plan();
      for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
        boolean isNew = !Objects.equals(failoverPlan.record(), cluster.redisStatus());
        if (!isNew && failoverPlan.steps().isEmpty()) {
          return failoverPlan;
        }
        if (!isReloaded) {
          reload();
        } else if (!execute(failoverPlan, isNew)) {
          return new FailoverPlan(
              cluster.redisStatus(),
              List.of(),
              failoverPlan.message(),
              FailoverTimeouts.RECHECK_DELAY);
        }
        failoverPlan = plan();
      }
      log.warn(
          "{}: the failover is not settled after {} iterations",
          cluster.namespacedName(),
          MAX_ITERATIONS);
      return new FailoverPlan(
          cluster.redisStatus(), List.of(), failoverPlan.message(), FailoverTimeouts.RECHECK_DELAY);
    }

    private FailoverPlan plan() {
      return Failover.plan(observe(), FailoverTimeouts.DEFAULT);
    }

    private FailoverObservation observe() {
      var states = monitor.observe(cluster.namespacedName());
      var now = clock.instant();
      return new FailoverObservation(
          now,
          cluster.redisStatus(),
          RedisPods.nodes(CachedPods.running(context), revision, states, now),
          redis.replicas(),
          redis.effectiveMinInSyncReplicas(),
          redis.fsync());
    }

    private void reload() {
      var stored = client().resource(cluster).get();
      if (stored != null) {
        cluster = stored;
      }
      isReloaded = true;
    }

    /** False if a write or a step failed; then the next plan follows after a delay. */
    private boolean execute(FailoverPlan failoverPlan, boolean isNew) {
      if (isNew
          && failoverPlan.record() != null
          && !writeStatus(failoverPlan.record(), failoverPlan.message())) {
        return false;
      }
      for (FailoverStep failoverStep : failoverPlan.steps()) {
        try {
          log.debug("{}: {}", cluster.namespacedName(), failoverStep);
          execute(failoverStep);
          operatorMetrics.recordSuccess(failoverStep);
        } catch (StepFailedException e) {
          operatorMetrics.recordFailure(failoverStep);
          log.warn("{}: {}", cluster.namespacedName(), e.getMessage());
          keepRefusal(failoverStep, e);
          return false;
        }
      }
      return true;
    }

    private void keepRefusal(FailoverStep step, StepFailedException failure) {
      if (step instanceof UpdatePod updatePod
          && failure.getCause() instanceof KubernetesClientException refused) {
        CachedPods.find(updatePod.node().pod(), context)
            .flatMap(pod -> ApiErrors.refusal(pod, refused))
            .ifPresent(refusal -> refusals.put(cluster.namespacedName(), refusal));
      }
    }

    private void execute(FailoverStep step) throws StepFailedException {
      if (step instanceof UpdatePod updatePod) {
        podRoles.write(updatePod, context);
      } else if (step instanceof RedisStep redisStep) {
        executor.execute(cluster.namespacedName(), redisStep);
      } else {
        throw new IllegalStateException("Unknown step " + step);
      }
    }

    private boolean writeStatus(RedisStatus record, String message) {
      var report = cluster.statusPatch(WebSocketClusterStatus.ofRedis(record));
      report.getMetadata().setResourceVersion(cluster.getMetadata().getResourceVersion());
      try {
        cluster =
            client()
                .resource(report)
                .subresource("status")
                .patch(
                    new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(FIELD_MANAGER)
                        .withForce(true)
                        .build());
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409) {
          throw e;
        }
        log.info("{}: conflict on status.redis; retrying", cluster.namespacedName());
        return false;
      }
      log.info(
          "{}: term {}, {}: {}", cluster.namespacedName(), record.term(), record.phase(), message);
      return true;
    }

    private KubernetesClient client() {
      return context.getClient();
    }
  }
}
