package io.wsfleet.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.spec.WebSocketClusterSpec;
import io.wsfleet.operator.redis.AclSecret;
import io.wsfleet.operator.redis.RedisDeployments;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.redis.password.PasswordSet;

/** WebSocketClusters as people write them. */
public final class ExampleClusters {

  public static final String UID = "5c8b1c9e-chat";

  private ExampleClusters() {}

  public static WebSocketCluster chat(String spec) {
    var cluster = new WebSocketCluster();
    cluster.setMetadata(
        new ObjectMetaBuilder()
            .withName("chat")
            .withNamespace("default")
            .withUid(UID)
            .withGeneration(1L)
            .build());
    cluster.setSpec(new KubernetesSerialization().unmarshal(spec, WebSocketClusterSpec.class));
    return cluster;
  }

  /** The Secret with the password of its Redis, as it is found in the cluster. */
  public static Secret password(WebSocketCluster cluster) {
    return new SecretBuilder(RedisSecret.create(cluster, new byte[32]))
        .editMetadata()
        .withUid("found")
        .endMetadata()
        .build();
  }

  /** The Secret with what its Redis takes, as it is found in the cluster. */
  public static Secret acl(WebSocketCluster cluster) {
    var passwordSet = PasswordSet.initial(RedisSecret.password(password(cluster)));
    return new SecretBuilder(AclSecret.create(cluster, passwordSet))
        .editMetadata()
        .withUid("found too")
        .endMetadata()
        .build();
  }

  /** Its Redis, of an image of the tests. */
  public static RedisDeployments redis(WebSocketCluster cluster) {
    return new RedisDeployments(cluster, "redis:8");
  }

  /** The reference set-up of the project's first issue. */
  public static WebSocketCluster reference() {
    return chat(
        """
        gateway: {replicas: 3}
        redis: {replicas: 3}
        service: {type: NodePort, port: 3000, nodePort: 30000, affinityTimeoutSeconds: 10}
        protocol: {corsOrigins: ["https://a.example", "https://b.example"]}
        events: [{"on": testMsg, log: true}, {"on": say, broadcast: {event: said, to: Others}}]
        announcements: [{event: brdcst, everySeconds: 30, data: A broadcast message}]
        """);
  }
}
