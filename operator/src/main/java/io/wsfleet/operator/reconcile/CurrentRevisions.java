package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.CurrentGateways;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ReferencedObjects;
import io.wsfleet.operator.redis.CurrentRedis;
import io.wsfleet.operator.redis.RedisDeployments;
import io.wsfleet.operator.redis.RedisResources;
import java.util.List;

/**
 * Which revisions the gateways and Redis shall have, and what the gateways of every revision still
 * need. Whatever a gateway uses stays until the gateway is gone, although the spec may no longer
 * ask for it.
 *
 * @param redisCluster the resource with as many replicas of Redis as are needed, which may be more
 *     than the spec asks for
 * @param references what existing gateways need by name
 */
record CurrentRevisions(
    CurrentGateways gateways,
    CurrentRedis redis,
    WebSocketCluster redisCluster,
    ReferencedObjects references,
    List<Deployment> gatewayDeployments,
    List<Pod> gatewayPods) {

  static CurrentRevisions of(
      WebSocketCluster cluster,
      ReconcileSettings settings,
      boolean mayUpgrade,
      List<Deployment> deployments,
      List<Pod> pods) {
    var gateways = deployments.stream().filter(d -> isComponent(d, Labels.GATEWAY)).toList();
    var gatewayPods = pods.stream().filter(p -> isComponent(p, Labels.GATEWAY)).toList();
    var referencedObjects = ReferencedObjects.of(gateways, gatewayPods);
    var redis =
        deployments.stream()
            .filter(
                d -> isComponent(d, Labels.REDIS_MASTER) || isComponent(d, Labels.REDIS_REPLICA))
            .toList();
    var redisCluster = withNeededReplicas(cluster, redis, referencedObjects);
    return new CurrentRevisions(
        CurrentGateways.of(
            new GatewayDeployment(cluster, settings.gatewayImage()), gateways, mayUpgrade),
        CurrentRedis.of(
            new RedisDeployments(redisCluster, settings.redisImage()), redis, mayUpgrade),
        redisCluster,
        referencedObjects,
        gateways,
        gatewayPods);
  }

  /** Whether an earlier operator has made the gateways or Redis, and an upgrade is due. */
  boolean isOutdated() {
    return gateways.isOutdated() || redis.isOutdated();
  }

  /** The replicas stay as long as a gateway reads there. */
  private static WebSocketCluster withNeededReplicas(
      WebSocketCluster cluster, List<Deployment> redis, ReferencedObjects referencedObjects) {
    var spec = cluster.effectiveSpec();
    var replicaName = RedisResources.replicaName(cluster);
    if (spec.redis().replicas() > 0 || !referencedObjects.contains("Service", replicaName)) {
      return cluster;
    }
    int existing =
        redis.stream()
            .filter(d -> d.getMetadata().getName().equals(replicaName))
            .mapToInt(d -> d.getSpec().getReplicas())
            .findFirst()
            .orElse(0);
    return existing == 0
        ? cluster
        : cluster.withSpec(spec.withRedis(spec.redis().withReplicas(existing)));
  }

  private static boolean isComponent(HasMetadata object, String component) {
    return Labels.value(object, Labels.COMPONENT).equals(component);
  }
}
