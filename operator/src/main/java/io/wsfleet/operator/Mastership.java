package io.wsfleet.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.RedisStatus;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.WebSocketClusterStatus;
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
final class Mastership {

  private static final Logger log = LoggerFactory.getLogger(Mastership.class);

  /** Under this name the record is written; the rest of the status has another owner. */
  private static final String FIELD_MANAGER = "wsfleet-operator-redis";

  /** A failover takes five. */
  private static final int MOST_ROUNDS = 20;

  private final RedisMonitor watch;
  private final BooleanSupplier mayAct;
  private final Supplier<String> histories;
  private final Metrics metrics;
  private final Clock clock;

  /**
   * @param mayAct whether this operator still holds its Lease
   * @param histories makes a name that no stream had before
   */
  Mastership(
      RedisMonitor watch,
      BooleanSupplier mayAct,
      Supplier<String> histories,
      Metrics metrics,
      Clock clock) {
    this.watch = watch;
    this.mayAct = mayAct;
    this.histories = histories;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Leaves the fleet's Redis with nothing to do for now, or with what is to be waited for.
   *
   * @param revision of the Redis pods that the spec asks for
   */
  FailoverPlan uphold(
      WebSocketCluster cluster,
      String revision,
      RedisAccess access,
      Context<WebSocketCluster> context) {
    watch.update(name(cluster), redis(context), access);
    return new Sitting(cluster, revision, context).hold();
  }

  void forget(WebSocketCluster cluster) {
    watch.forget(name(cluster));
  }

  static String name(WebSocketCluster cluster) {
    return cluster.getMetadata().getNamespace() + "/" + cluster.getMetadata().getName();
  }

  static List<RedisPod> redis(Context<WebSocketCluster> context) {
    return pods(context).stream()
        .map(p -> new RedisPod(p.getMetadata().getName(), RedisPods.address(p)))
        .toList();
  }

  private static List<Pod> pods(Context<WebSocketCluster> context) {
    return RedisPods.running(context.getSecondaryResourcesAsStream(Pod.class));
  }

  /** One cluster, until there is nothing left to do. */
  private final class Sitting {
    private final String revision;
    private final Context<WebSocketCluster> context;
    private final FailoverExecutor steps;
    private WebSocketCluster cluster;
    private boolean isFresh;

    Sitting(WebSocketCluster cluster, String revision, Context<WebSocketCluster> context) {
      this.cluster = cluster;
      this.revision = revision;
      this.context = context;
      this.steps = new FailoverExecutor(watch, mayAct, this::show, histories);
    }

    FailoverPlan hold() {
      var failoverPlan = plan();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        boolean isNew = !Objects.equals(failoverPlan.record(), cluster.recorded());
        if (!isNew && failoverPlan.steps().isEmpty()) {
          return failoverPlan;
        }
        if (!isFresh) {
          readAnew();
        } else if (!act(failoverPlan, isNew)) {
          return new FailoverPlan(
              cluster.recorded(),
              List.of(),
              failoverPlan.message(),
              FailoverTimeouts.RECHECK_DELAY);
        }
        failoverPlan = plan();
      }
      log.warn("{}: there is still something to do after {} rounds", name(cluster), MOST_ROUNDS);
      return new FailoverPlan(
          cluster.recorded(), List.of(), failoverPlan.message(), FailoverTimeouts.RECHECK_DELAY);
    }

    private FailoverPlan plan() {
      return Failover.plan(observe(), FailoverTimeouts.DEFAULT);
    }

    private FailoverObservation observe() {
      var said = watch.observe(name(cluster));
      var redis = cluster.desired().redis();
      return new FailoverObservation(
          clock.instant(),
          cluster.recorded(),
          pods(context).stream()
              .map(p -> RedisPods.node(p, revision, said.get(p.getMetadata().getName())))
              .toList(),
          redis.replicas(),
          redis.acknowledging(),
          redis.fsync());
    }

    private void readAnew() {
      var stored = client().resource(cluster).get();
      if (stored != null) {
        cluster = stored;
      }
      isFresh = true;
    }

    /** False where something stands in the way: then it is looked at anew, a little later. */
    private boolean act(FailoverPlan failoverPlan, boolean isNew) {
      if (isNew
          && failoverPlan.record() != null
          && !write(failoverPlan.record(), failoverPlan.message())) {
        return false;
      }
      for (FailoverStep failoverStep : failoverPlan.steps()) {
        try {
          log.debug("{}: {}", name(cluster), failoverStep);
          steps.execute(name(cluster), failoverStep);
          metrics.took(failoverStep);
        } catch (StepFailedException e) {
          metrics.failed(failoverStep);
          log.warn("{}: {}", name(cluster), e.getMessage());
          return false;
        }
      }
      return true;
    }

    private boolean write(RedisStatus record, String why) {
      var report = cluster.reporting(WebSocketClusterStatus.recording(record));
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
        log.info("{}: somebody else has changed it; it is looked at anew", name(cluster));
        return false;
      }
      log.info("{}: term {}, {}: {}", name(cluster), record.term(), record.phase(), why);
      return true;
    }

    /** Writes to Kubernetes what a pod is, and to the cache, from which it is read right after. */
    private void show(String ignored, RedisNode redisNode, PodRole podRole)
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
