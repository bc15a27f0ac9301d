package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.gateway.Revisions;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.redis.RedisDeployments;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.RedisRollout;
import io.wsfleet.operator.redis.controller.PasswordController.PasswordSecrets;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies the desired objects of a WebSocketCluster, scales the Deployments of former revisions and
 * deletes what is no longer desired.
 */
public final class ResourceReconciler {

  private final ReconcileSettings settings;

  public ResourceReconciler(ReconcileSettings settings) {
    this.settings = settings;
  }

  /** The Redis pods that the spec asks for. */
  RedisDeployments redis(WebSocketCluster cluster) {
    return new RedisDeployments(
        cluster, settings.redisImage(cluster.effectiveSpec().redis().image()));
  }

  /**
   * Applies nothing as long as Redis has no password.
   *
   * @return the revision of the gateways that the spec asks for; empty if nothing was applied
   */
  String apply(
      WebSocketCluster cluster,
      SecretsStep.Secrets secrets,
      FailoverPlan failoverPlan,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    return secrets
        .passwords()
        .map(
            passwords ->
                apply(cluster, secrets.apiToken(), passwords, failoverPlan, resources, context))
        .orElse("");
  }

  private String apply(
      WebSocketCluster cluster,
      Optional<Secret> apiToken,
      PasswordSecrets passwords,
      FailoverPlan failoverPlan,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    var spec = cluster.effectiveSpec().gateway();
    var redis = redis(cluster);
    var gateways = new GatewayDeployment(cluster, settings.gatewayImage(spec.image()));
    var revisions =
        Revisions.plan(spec.replicas(), gateways.revision(), gatewayDeployments(resources));
    var master = masterDeployment(cluster, resources);
    boolean mayApplyMaster =
        RedisRollout.mayApplyMaster(
            master,
            redis.revision(),
            RedisPods.running(context.getSecondaryResourcesAsStream(Pod.class)),
            failoverPlan.record());
    var desired = new ArrayList<HasMetadata>();
    desired.add(GatewayResources.serviceAccount(cluster));
    apiToken.ifPresent(desired::add);
    desired.addAll(
        RedisResources.desired(
            cluster, redis, passwords.passwordSecret(), passwords.aclSecret(), mayApplyMaster));
    desired.addAll(GatewayResources.desired(gateways, revisions.replicas()));
    resources.apply(desired);
    revisions.former().forEach(f -> resources.scale(f.deployment(), f.replicas()));
    revisions.former().forEach(f -> desired.add(f.deployment()));
    master.ifPresent(desired::add);
    resources.prune(desired);
    return gateways.revision();
  }

  private static Optional<Deployment> masterDeployment(
      WebSocketCluster cluster, OwnedResources resources) {
    return resources.list(Deployment.class).stream()
        .filter(d -> d.getMetadata().getName().equals(RedisResources.masterName(cluster)))
        .findFirst();
  }

  private static List<Deployment> gatewayDeployments(OwnedResources resources) {
    return resources.list(Deployment.class).stream()
        .filter(d -> Labels.value(d, Labels.COMPONENT).equals(Labels.GATEWAY))
        .toList();
  }
}
