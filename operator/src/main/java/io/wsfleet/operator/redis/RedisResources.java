package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.ObjectTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The desired objects of Redis, except for the data of its Secrets. */
public final class RedisResources {

  public static final int PORT = 6379;

  private RedisResources() {}

  public static String masterName(WebSocketCluster cluster) {
    return cluster.getMetadata().getName() + "-redis-master";
  }

  public static String replicaName(WebSocketCluster cluster) {
    return cluster.getMetadata().getName() + "-redis-replica";
  }

  /** The address of one of the two Services inside the cluster. */
  public static String address(WebSocketCluster cluster, String service) {
    return service + "." + cluster.getMetadata().getNamespace() + ".svc";
  }

  /**
   * @param password the Secret with the requested password, as it was found
   * @param acl the Secret with the accepted passwords, as it was found
   * @param mayApplyMaster whether the master Deployment may be applied now
   */
  public static List<HasMetadata> desired(
      WebSocketCluster cluster,
      CurrentRedis current,
      Secret password,
      Secret acl,
      boolean mayApplyMaster) {
    var desired = new ArrayList<HasMetadata>();
    desired.add(RedisSecret.restoreMetadata(cluster, password));
    desired.add(AclSecret.restoreMetadata(cluster, acl));
    var persistence = cluster.effectiveSpec().redis().persistence();
    if (persistence != null) {
      desired.add(RedisClaim.of(cluster, persistence.claim()));
    }
    if (mayApplyMaster && !current.isKept()) {
      desired.add(current.desired().master());
    }
    desired.add(
        service(
            cluster,
            masterName(cluster),
            Labels.REDIS_MASTER,
            Map.of(Labels.REDIS_ROLE, "master")));
    if (cluster.effectiveSpec().redis().replicas() > 0) {
      if (current.kept(replicaName(cluster)).isEmpty()) {
        desired.add(current.desired().replicas());
      }
      desired.add(
          service(
              cluster,
              replicaName(cluster),
              Labels.REDIS_REPLICA,
              Map.of(Labels.REDIS_READABLE, "true")));
      desired.add(budget(cluster));
    }
    return desired;
  }

  /** Selects by role and not by Deployment: a role can move, the labels of a Deployment cannot. */
  private static Service service(
      WebSocketCluster cluster, String name, String component, Map<String, String> role) {
    var clusterName = cluster.getMetadata().getName();
    return new ServiceBuilder()
        .withMetadata(ObjectTemplates.metadata(cluster, name, Labels.of(clusterName, component)))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.with(role, Labels.CLUSTER, clusterName))
        .addNewPort()
        .withName("redis")
        .withPort(PORT)
        .withProtocol("TCP")
        .withTargetPort(new IntOrString(PORT))
        .endPort()
        .endSpec()
        .build();
  }

  /**
   * For all Redis pods, whichever is master: one at a time, and the next one when it is in sync
   * again.
   */
  private static PodDisruptionBudget budget(WebSocketCluster cluster) {
    var clusterName = cluster.getMetadata().getName();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(
            ObjectTemplates.metadata(
                cluster, clusterName + "-redis", Labels.of(clusterName, Labels.REDIS)))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withSelector(RedisPlacement.redis(clusterName))
        .endSpec()
        .build();
  }
}
