package io.wsfleet.operator.redis;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.List;

/** The desired objects of the Redis of the example clusters. */
final class ExampleRedis {

  static final List<String> DEPLOYMENTS = List.of("chat-redis-master", "chat-redis-replica");

  private ExampleRedis() {}

  static List<HasMetadata> desired(WebSocketCluster cluster) {
    return RedisResources.desired(
        cluster,
        new CurrentRedis(ExampleClusters.redis(cluster), List.of()),
        ExampleClusters.password(cluster),
        ExampleClusters.acl(cluster),
        true);
  }

  static Deployment deployment(String name) {
    return find(ExampleClusters.reference(), Deployment.class, name);
  }

  static Container redis(String deployment) {
    return redis(ExampleClusters.reference(), deployment);
  }

  static Container redis(WebSocketCluster cluster, String deployment) {
    return find(cluster, Deployment.class, deployment)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0);
  }

  static <T extends HasMetadata> T find(WebSocketCluster cluster, Class<T> kind, String name) {
    return desired(cluster).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(o -> o.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
