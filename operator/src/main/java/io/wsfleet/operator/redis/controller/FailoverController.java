package io.wsfleet.operator.redis.controller;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.client.FailoverExecutor;
import io.wsfleet.operator.redis.client.RedisAccess;
import io.wsfleet.operator.redis.client.RedisMonitor;
import io.wsfleet.operator.redis.client.RedisPod;
import io.wsfleet.operator.redis.client.StepFailedException;
import io.wsfleet.operator.redis.failover.Failover;
import io.wsfleet.operator.redis.failover.FailoverObservation;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.redis.failover.FailoverStep;
import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import io.wsfleet.operator.redis.failover.PodRole;
import io.wsfleet.operator.redis.failover.RedisNode;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that each fleet's Redis has its master: observes, plans, records, acts, and begins
 * again until there is nothing left to do. What is decided here without being written first would
 * be forgotten by a crash; so a plan is made once more from the record as the API server has it,
 * and that record is replaced only if nobody else has done so.
 */
public final class FailoverController {

  private static final Logger log = LoggerFactory.getLogger(FailoverController.class);

  /** Under this name the record is written; the rest of the status has another owner. */
  private static final String FIELD_MANAGER = "wsfleet-operator-redis";

  /** A failover takes five. */
  private static final int MAX_ITERATIONS = 20;

  private final RedisMonitor monitor;
  private final BooleanSupplier holdsLease;
  private final Supplier<String> newEpoch;
  private final OperatorMetrics operatorMetrics;
  private final Clock clock;

  /**
   * @param holdsLease whether this operator still holds its Lease
   * @param newEpoch makes a name that no stream had before
   */
  public FailoverController(
      RedisMonitor monitor,
      BooleanSupplier holdsLease,
      Supplier<String> newEpoch,
      OperatorMetrics operatorMetrics,
      Clock clock) {
    this.monitor = monitor;
    this.holdsLease = holdsLease;
    this.newEpoch = newEpoch;
    this.operatorMetrics = operatorMetrics;
    this.clock = clock;
  }

  /**
   * Leaves the fleet's Redis with nothing to do for now, or with what is to be waited for.
   *
   * @param revision of the Redis pods that the spec asks for
   */
  public FailoverPlan reconcile(
      WebSocketCluster cluster,
      String revision,
      RedisAccess access,
      Context<WebSocketCluster> context) {
    monitor.update(namespacedName(cluster), redisPods(context), access);
    return new Loop(cluster, revision, context).run();
  }

  public void forget(WebSocketCluster cluster) {
    monitor.forget(namespacedName(cluster));
  }

  public static String namespacedName(WebSocketCluster cluster) {
    return cluster.getMetadata().getNamespace() + "/" + cluster.getMetadata().getName();
  }

  public static List<RedisPod> redisPods(Context<WebSocketCluster> context) {
    return pods(context).stream()
        .map(p -> new RedisPod(p.getMetadata().getName(), RedisPods.address(p)))
        .toList();
  }

  private static List<Pod> pods(Context<WebSocketCluster> context) {
    return RedisPods.running(context.getSecondaryResourcesAsStream(Pod.class));
  }

  /** One cluster, until there is nothing left to do. */
  private final class Loop {
    private final String revision;
    private final Context<WebSocketCluster> context;
    private final FailoverExecutor executor;
    private WebSocketCluster cluster;
    private boolean isReloaded;

    Loop(WebSocketCluster cluster, String revision, Context<WebSocketCluster> context) {
      this.cluster = cluster;
      this.revision = revision;
      this.context = context;
      this.executor = new FailoverExecutor(monitor, holdsLease, this::updatePod, newEpoch);
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
          "{}: there is still something to do after {} rounds",
          namespacedName(cluster),
          MAX_ITERATIONS);
      return new FailoverPlan(
          cluster.redisStatus(), List.of(), failoverPlan.message(), FailoverTimeouts.RECHECK_DELAY);
    }

    private FailoverPlan plan() {
      return Failover.plan(observe(), FailoverTimeouts.DEFAULT);
    }

    private FailoverObservation observe() {
      var states = monitor.observe(namespacedName(cluster));
      var redis = cluster.effectiveSpec().redis();
      return new FailoverObservation(
          clock.instant(),
          cluster.redisStatus(),
          pods(context).stream()
              .map(p -> RedisPods.node(p, revision, states.get(p.getMetadata().getName())))
              .toList(),
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

    /** False where something stands in the way: then it is looked at anew, a little later. */
    private boolean execute(FailoverPlan failoverPlan, boolean isNew) {
      if (isNew
          && failoverPlan.record() != null
          && !writeStatus(failoverPlan.record(), failoverPlan.message())) {
        return false;
      }
      for (FailoverStep failoverStep : failoverPlan.steps()) {
        try {
          log.debug("{}: {}", namespacedName(cluster), failoverStep);
          executor.execute(namespacedName(cluster), failoverStep);
          operatorMetrics.recordSuccess(failoverStep);
        } catch (StepFailedException e) {
          operatorMetrics.recordFailure(failoverStep);
          log.warn("{}: {}", namespacedName(cluster), e.getMessage());
          return false;
        }
      }
      return true;
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
        log.info("{}: somebody else has changed it; it is looked at anew", namespacedName(cluster));
        return false;
      }
      log.info(
          "{}: term {}, {}: {}", namespacedName(cluster), record.term(), record.phase(), message);
      return true;
    }

    /** Writes to Kubernetes what a pod is, and to the cache, from which it is read right after. */
    private void updatePod(String ignored, RedisNode redisNode, PodRole podRole)
        throws StepFailedException {
      var pod =
          pods(context).stream()
              .filter(p -> p.getMetadata().getName().equals(redisNode.pod()))
              .findFirst();
      if (pod.isEmpty()) {
        return;
      }
      var before = redisNode.podRole();
      try {
        if (before.role() != podRole.role() || before.readable() != podRole.readable()) {
          patch(
              pod.get(),
              p ->
                  client()
                      .resource(p)
                      .patch(PatchContext.of(PatchType.JSON_MERGE), RedisPods.labelPatch(podRole)));
        }
        if (before.inSync() != podRole.inSync()) {
          var condition = RedisPods.condition(podRole, clock.instant());
          patch(
              pod.get(),
              p ->
                  client()
                      .resource(p)
                      .subresource("status")
                      .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), condition));
        }
      } catch (KubernetesClientException e) {
        throw new StepFailedException("Pod %s: %s".formatted(redisNode.pod(), e.getMessage()));
      }
    }

    private void patch(Pod pod, UnaryOperator<Pod> patch) {
      context.resourceOperations().resourcePatch(pod, patch);
    }

    private KubernetesClient client() {
      return context.getClient();
    }
  }
}
