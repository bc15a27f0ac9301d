package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.Clusters;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisResourcesTest {

  @Test
  void makesWhatTheArchitectureLists() {
    assertEquals(
        List.of(
            "Secret/chat-redis",
            "Deployment/chat-redis-master",
            "Service/chat-redis-master",
            "Deployment/chat-redis-replica",
            "Service/chat-redis-replica",
            "PodDisruptionBudget/chat-redis-replica"),
        names(Clusters.reference()));
  }

  @Test
  void aSingleReplicaHasNoBudgetThatWouldBlockADrain() {
    assertFalse(
        names(Clusters.chat("redis: {replicas: 1}"))
            .contains("PodDisruptionBudget/chat-redis-replica"));
  }

  @Test
  void withoutReplicasThereIsNeitherDeploymentNorService() {
    assertEquals(
        List.of("Secret/chat-redis", "Deployment/chat-redis-master", "Service/chat-redis-master"),
        names(Clusters.chat("redis: {replicas: 0}")));
  }

  @Test
  void aMasterIsNeverBesideAnEmptySecondOne() {
    var master = deployment("chat-redis-master");
    assertEquals("Recreate", master.getSpec().getStrategy().getType());
    assertEquals(1, master.getSpec().getReplicas());
  }

  @Test
  void theServicesSelectByRoleWhichTheDeploymentsDoNot() {
    for (var role : List.of("master", "replica")) {
      assertEquals(
          Map.of(Labels.CLUSTER, "chat", Labels.REDIS_ROLE, role),
          service("chat-redis-" + role).getSpec().getSelector());
      var deployment = deployment("chat-redis-" + role);
      assertFalse(
          deployment.getSpec().getSelector().getMatchLabels().containsKey(Labels.REDIS_ROLE));
      assertEquals(
          role,
          deployment.getSpec().getTemplate().getMetadata().getLabels().get(Labels.REDIS_ROLE));
    }
  }

  @Test
  void replicasFollowTheMastersService() {
    var arguments = redis("chat-redis-replica").getArgs();
    int at = arguments.indexOf("--replicaof");
    assertEquals(
        List.of("--replicaof", "chat-redis-master.default.svc", "6379"),
        arguments.subList(at, at + 3));
    assertFalse(redis("chat-redis-master").getArgs().contains("--replicaof"));
  }

  @Test
  void keysGetHalfOfTheMemoryLimit() {
    var arguments = redis("chat-redis-master").getArgs();
    assertEquals("134217728", arguments.get(arguments.indexOf("--maxmemory") + 1));
  }

  @Test
  void withoutAMemoryLimitThereIsNoHalfOfIt() {
    var arguments =
        redis(Clusters.chat("redis: {resources: {requests: {cpu: 10m}}}"), "chat-redis-master")
            .getArgs();
    assertFalse(arguments.contains("--maxmemory"));
  }

  @Test
  void noArgumentHoldsThePassword() {
    var arguments = redis("chat-redis-master").getArgs();
    assertEquals("/etc/wsfleet/redis/redis.conf", arguments.get(0));
    assertTrue(arguments.stream().noneMatch(a -> a.contains("requirepass") || a.contains("auth")));
  }

  @Test
  void theSecretHoldsOnePasswordTwice() {
    var secret = RedisSecret.create(Clusters.reference(), new byte[32]);
    var password = text(secret, "password");
    assertEquals(43, password.length());
    assertEquals(
        "requirepass %s\nmasterauth %s\n".formatted(password, password),
        text(secret, "redis.conf"));
  }

  @Test
  void whatIsAppliedForEverAfterHasNoData() {
    assertTrue(find(Clusters.reference(), Secret.class, "chat-redis").getData().isEmpty());
    assertNull(
        find(Clusters.reference(), Secret.class, "chat-redis").getStringData().get("password"));
  }

  /** Without its uid an apply of labels would make a deleted Secret anew, and empty. */
  @Test
  void labelsAreOnlyPutBackOnTheSecretThatWasFound() {
    assertEquals(
        "found", find(Clusters.reference(), Secret.class, "chat-redis").getMetadata().getUid());
  }

  @Test
  void anotherPasswordStartsThePodsAnew() {
    var secret = RedisSecret.create(Clusters.reference(), new byte[32]);
    var other =
        RedisSecret.create(Clusters.reference(), "another".getBytes(StandardCharsets.UTF_8));
    var again = new SecretBuilder(secret).editMetadata().withUid("again").endMetadata().build();
    assertNotEquals(RedisSecret.fingerprint(secret), RedisSecret.fingerprint(other));
    assertNotEquals(RedisSecret.fingerprint(secret), RedisSecret.fingerprint(again));
    assertEquals(
        RedisSecret.fingerprint(secret),
        RedisSecret.fingerprint(
            new SecretBuilder(secret).editMetadata().addToLabels("a", "b").endMetadata().build()));
  }

  private static String text(Secret secret, String key) {
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  private static List<String> names(WebSocketCluster cluster) {
    return desired(cluster).stream()
        .map(o -> o.getKind() + "/" + o.getMetadata().getName())
        .toList();
  }

  private static List<HasMetadata> desired(WebSocketCluster cluster) {
    return RedisResources.desired(cluster, "redis:8", Clusters.password(cluster));
  }

  private static Deployment deployment(String name) {
    return find(Clusters.reference(), Deployment.class, name);
  }

  private static Service service(String name) {
    return find(Clusters.reference(), Service.class, name);
  }

  private static Container redis(String deployment) {
    return redis(Clusters.reference(), deployment);
  }

  private static Container redis(WebSocketCluster cluster, String deployment) {
    return find(cluster, Deployment.class, deployment)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0);
  }

  private static <T extends HasMetadata> T find(
      WebSocketCluster cluster, Class<T> kind, String name) {
    return desired(cluster).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(o -> o.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
