package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.gateway.Revisions;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.client.FleetPods;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.RedisRollout;
import io.wsfleet.operator.redis.controller.CachedPods;
import io.wsfleet.operator.redis.controller.PasswordController.PasswordSecrets;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Applies the desired objects of a WebSocketCluster, scales the Deployments of former revisions and
 * deletes what is no longer desired.
 */
public final class ResourceReconciler {

  private final ReconcileSettings settings;
  private final Clock clock;

  public ResourceReconciler(ReconcileSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Decided from the caches alone. */
  CurrentRevisions revisions(
      WebSocketCluster cluster,
      boolean mayUpgrade,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    return CurrentRevisions.of(
        cluster, settings, mayUpgrade, resources.list(Deployment.class), FleetPods.list(context));
  }

  /** Applies nothing as long as Redis has no password, or while the resource is paused. */
  void apply(
      WebSocketCluster cluster,
      CurrentRevisions current,
      SecretsStep.Secrets secrets,
      FailoverPlan failoverPlan,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    if (secrets.passwords().isPresent() && !Annotations.isPaused(cluster)) {
      apply(
          cluster,
          current,
          secrets.apiToken(),
          secrets.passwords().get(),
          failoverPlan,
          resources,
          context);
    }
  }

  private void apply(
      WebSocketCluster cluster,
      CurrentRevisions current,
      Optional<Secret> apiToken,
      PasswordSecrets passwords,
      FailoverPlan failoverPlan,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    var gateways = current.gateways();
    var redis = current.redis();
    var revisions =
        Revisions.plan(
            cluster.effectiveSpec().gateway().replicas(),
            gateways.revision(),
            gateways.desired().bus(),
            current.gatewayDeployments(),
            current.gatewayPods());
    var master = masterDeployment(cluster, resources);
    boolean mayApplyMaster =
        RedisRollout.mayApplyMaster(
            master,
            redis.revision(),
            CachedPods.running(context).stream()
                .filter(pod -> !RedisPods.isAbandoned(pod, clock.instant()))
                .toList(),
            failoverPlan.record());
    settings
        .allowedImages()
        .violation(cluster.effectiveSpec().gateway().image(), "spec.gateway.image")
        .ifPresent(resources::addFailure);
    settings
        .allowedImages()
        .violation(cluster.effectiveSpec().redis().image(), "spec.redis.image")
        .ifPresent(resources::addFailure);
    if (resources.isRefused()) {
      return;
    }
    var desired = new ArrayList<HasMetadata>();
    desired.add(GatewayResources.serviceAccount(cluster, settings.operator()));
    apiToken.ifPresent(desired::add);
    desired.addAll(
        RedisResources.desired(
            current.redisCluster(),
            redis,
            passwords.passwordSecret(),
            passwords.aclSecret(),
            mayApplyMaster));
    desired.addAll(GatewayResources.desired(gateways, revisions.replicas()));
    resources.apply(desired);
    gateways.kept().ifPresent(d -> resources.scale(d, revisions.replicas()));
    revisions.former().forEach(f -> resources.scale(f.deployment(), f.replicas()));
    scaleKeptRedis(current, resources);
    record(current, resources);
    revisions.former().forEach(f -> desired.add(f.deployment()));
    gateways.kept().ifPresent(desired::add);
    redis.kept().stream().filter(d -> isNeeded(d, current.redisCluster())).forEach(desired::add);
    master.ifPresent(desired::add);
    resources.prune(desired, current.references());
  }

  private static void scaleKeptRedis(CurrentRevisions current, OwnedResources resources) {
    int replicas = current.redisCluster().effectiveSpec().redis().replicas();
    current
        .redis()
        .kept(RedisResources.replicaName(current.redisCluster()))
        .filter(d -> replicas > 0)
        .ifPresent(d -> resources.scale(d, replicas));
  }

  private static boolean isNeeded(Deployment redis, WebSocketCluster cluster) {
    return !redis.getMetadata().getName().equals(RedisResources.replicaName(cluster))
        || cluster.effectiveSpec().redis().replicas() > 0;
  }

  /** Records the spec in Deployments of an earlier operator, which did not record it. */
  private static void record(CurrentRevisions current, OwnedResources resources) {
    var gateways = current.gateways();
    gateways
        .unrecorded()
        .ifPresent(d -> resources.annotate(d, Annotations.SPEC, gateways.desired().recordedSpec()));
    var redis = current.redis();
    redis
        .unrecorded()
        .forEach(d -> resources.annotate(d, Annotations.SPEC, redis.desired().recordedSpec()));
  }

  private static Optional<Deployment> masterDeployment(
      WebSocketCluster cluster, OwnedResources resources) {
    return resources.list(Deployment.class).stream()
        .filter(d -> d.getMetadata().getName().equals(RedisResources.masterName(cluster)))
        .findFirst();
  }
}
