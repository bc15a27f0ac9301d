package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisResourcesTest {

  private static final String NAME = "chat-redis";

  private static final List<String> DEPLOYMENTS =
      List.of("chat-redis-master", "chat-redis-replica");

  @Test
  void createsTheObjectsThatTheArchitectureLists() {
    assertEquals(
        List.of(
            "Secret/chat-redis",
            "Secret/chat-redis-acl",
            "Deployment/chat-redis-master",
            "Service/chat-redis-master",
            "Deployment/chat-redis-replica",
            "Service/chat-redis-replica",
            "PodDisruptionBudget/chat-redis"),
        names(ExampleClusters.reference()));
  }

  @Test
  void oneBudgetCoversEveryPodThatMayBeMaster() {
    var budget =
        find(ExampleClusters.chat("redis: {replicas: 1}"), PodDisruptionBudget.class, NAME);
    assertEquals(1, budget.getSpec().getMaxUnavailable().getIntVal());
    var selector = budget.getSpec().getSelector();
    assertEquals(Map.of(Labels.CLUSTER, "chat"), selector.getMatchLabels());
    var component = selector.getMatchExpressions().get(0);
    assertEquals(1, selector.getMatchExpressions().size());
    assertEquals(Labels.COMPONENT, component.getKey());
    assertEquals("In", component.getOperator());
    assertEquals(List.of(Labels.REDIS_MASTER, Labels.REDIS_REPLICA), component.getValues());
  }

  @Test
  void withoutReplicasThereIsNeitherDeploymentNorService() {
    assertEquals(
        List.of(
            "Secret/chat-redis",
            "Secret/chat-redis-acl",
            "Deployment/chat-redis-master",
            "Service/chat-redis-master"),
        names(ExampleClusters.chat("redis: {replicas: 0}")));
  }

  @Test
  void theMasterDeploymentNeverHasASecondPod() {
    var master = deployment("chat-redis-master");
    assertEquals("Recreate", master.getSpec().getStrategy().getType());
    assertEquals(1, master.getSpec().getReplicas());
  }

  /** Its pod is to go only once it has handed its role over. */
  @Test
  void theMasterDeploymentCanBeLeftOut() {
    var cluster = ExampleClusters.reference();
    assertTrue(
        RedisResources.desired(
                cluster,
                ExampleClusters.redis(cluster),
                ExampleClusters.password(cluster),
                ExampleClusters.acl(cluster),
                false)
            .stream()
            .noneMatch(
                o ->
                    o instanceof Deployment
                        && o.getMetadata().getName().equals("chat-redis-master")));
  }

  @Test
  void theServicesSelectByRoleAndNotByDeployment() {
    assertEquals(
        Map.of(Labels.CLUSTER, "chat", "wsfleet.io/redis-role", "master"),
        service("chat-redis-master").getSpec().getSelector());
    assertEquals(
        Map.of(Labels.CLUSTER, "chat", "wsfleet.io/redis-readable", "true"),
        service("chat-redis-replica").getSpec().getSelector());
  }

  /** A label in a template would come back with each pod, whoever is master by then. */
  @Test
  void noTemplateHasARole() {
    for (var name : DEPLOYMENTS) {
      var labels = deployment(name).getSpec().getTemplate().getMetadata().getLabels();
      assertFalse(labels.containsKey(Labels.REDIS_ROLE), name);
      assertFalse(labels.containsKey(Labels.REDIS_READABLE), name);
    }
  }

  @Test
  void everyRedisStartsAsAReplicaOfNobody() {
    for (var name : DEPLOYMENTS) {
      var arguments = redis(name).getArgs();
      int at = arguments.indexOf("--replicaof");
      assertEquals(List.of("--replicaof", "127.0.0.1", "1"), arguments.subList(at, at + 3), name);
      assertEquals(at, arguments.lastIndexOf("--replicaof"), name);
    }
  }

  @Test
  void bothDeploymentsHaveTheSameContainer() {
    var master = deployment("chat-redis-master").getSpec().getTemplate();
    var replica = deployment("chat-redis-replica").getSpec().getTemplate();
    assertEquals(
        master.getMetadata().getLabels().get(Labels.REVISION),
        replica.getMetadata().getLabels().get(Labels.REVISION));
    assertEquals(master.getMetadata().getAnnotations(), replica.getMetadata().getAnnotations());
    assertEquals(master.getSpec().getContainers(), replica.getSpec().getContainers());
    assertEquals(master.getSpec().getVolumes(), replica.getSpec().getVolumes());
    assertEquals(master.getSpec().getReadinessGates(), replica.getSpec().getReadinessGates());
  }

  @Test
  void podsHaveTheRevisionAsALabel() {
    var cluster = ExampleClusters.reference();
    var revision = ExampleClusters.redis(cluster).revision();
    assertEquals(
        revision,
        deployment("chat-redis-master")
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getLabels()
            .get(Labels.REVISION));
    assertEquals(revision, ExampleClusters.redis(ExampleClusters.reference()).revision());
    assertNotEquals(revision, new RedisDeployments(cluster, "redis:9").revision());
  }

  /** Else more replicas would mean another revision, and a master that moves for nothing. */
  @Test
  void anotherNumberOfReplicasIsTheSameRevision() {
    assertEquals(
        ExampleClusters.redis(ExampleClusters.chat("redis: {replicas: 1}")).revision(),
        ExampleClusters.redis(ExampleClusters.chat("redis: {replicas: 4, minInSyncReplicas: 2}"))
            .revision());
  }

  @Test
  void aPodIsReadyOnlyWithTheInSyncCondition() {
    for (var name : DEPLOYMENTS) {
      assertEquals(
          List.of("wsfleet.io/redis-in-sync"),
          deployment(name).getSpec().getTemplate().getSpec().getReadinessGates().stream()
              .map(PodReadinessGate::getConditionType)
              .toList());
    }
  }

  /** It asks Redis and not the label, with the password from where it is mounted. */
  @Test
  void aTerminatingMasterWaitsUntilItHasHandedOver() {
    for (var name : DEPLOYMENTS) {
      var command = redis(name).getLifecycle().getPreStop().getExec().getCommand();
      assertEquals(List.of("sh", "-c"), command.subList(0, 2));
      assertTrue(
          command.get(2).startsWith("export REDISCLI_AUTH=\"$(cat /etc/wsfleet/redis/password)\";"),
          command.get(2));
      assertTrue(command.get(2).contains("redis-cli role | grep -q ^master || exit 0"));
      assertTrue(
          deployment(name).getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds()
              >= 15,
          "it has to outlast the wait of 8 seconds");
    }
  }

  @Test
  void withTlsThereIsNoPlainPort() {
    var redis = redis(ExampleClusters.chat("tls: {secretName: chat-tls}"), "chat-redis-master");
    var arguments = redis.getArgs();
    int at = arguments.indexOf("--port");
    assertEquals(
        List.of(
            "--port",
            "0",
            "--tls-port",
            "6379",
            "--tls-cert-file",
            "/etc/wsfleet/tls/tls.crt",
            "--tls-key-file",
            "/etc/wsfleet/tls/tls.key",
            "--tls-ca-cert-file",
            "/etc/wsfleet/tls/ca.crt",
            "--tls-replication",
            "yes",
            "--tls-auth-clients",
            "no"),
        arguments.subList(at, at + 14));
    assertTrue(
        redis
            .getLifecycle()
            .getPreStop()
            .getExec()
            .getCommand()
            .get(2)
            .contains(" redis-cli --tls --insecure role "));
    assertTrue(
        redis.getVolumeMounts().stream()
            .anyMatch(m -> m.getMountPath().equals("/etc/wsfleet/tls") && m.getReadOnly()));
  }

  @Test
  void withoutTlsThereAreNoTlsOptions() {
    var redis = redis("chat-redis-master");
    assertTrue(redis.getArgs().stream().noneMatch(a -> a.contains("tls")));
    assertTrue(redis.getVolumeMounts().stream().noneMatch(m -> m.getName().equals("tls")));
    assertTrue(
        redis
            .getLifecycle()
            .getPreStop()
            .getExec()
            .getCommand()
            .get(2)
            .contains(" redis-cli role "));
  }

  @Test
  void keysGetHalfOfTheMemoryLimit() {
    var arguments = redis("chat-redis-master").getArgs();
    assertEquals("134217728", arguments.get(arguments.indexOf("--maxmemory") + 1));
  }

  @Test
  void withoutAMemoryLimitThereIsNoMaxMemory() {
    var arguments =
        redis(
                ExampleClusters.chat("redis: {resources: {requests: {cpu: 10m}}}"),
                "chat-redis-master")
            .getArgs();
    assertFalse(arguments.contains("--maxmemory"));
  }

  @Test
  void noArgumentHasThePassword() {
    var arguments = redis("chat-redis-master").getArgs();
    assertEquals("/etc/wsfleet/redis/redis.conf", arguments.get(0));
    assertTrue(arguments.stream().noneMatch(a -> a.contains("requirepass") || a.contains("auth")));
  }

  @Test
  void onlyTheMasterDeploymentHasAVolume() {
    var cluster = ExampleClusters.chat("redis: {replicas: 2, persistence: {fsync: Always}}");
    var claim = find(cluster, PersistentVolumeClaim.class, "chat-redis-data");
    assertEquals(List.of("ReadWriteOnce"), claim.getSpec().getAccessModes());
    assertEquals("1Gi", claim.getSpec().getResources().getRequests().get("storage").toString());
    assertNull(claim.getSpec().getStorageClassName());
    var master = find(cluster, Deployment.class, "chat-redis-master").getSpec().getTemplate();
    var replica = find(cluster, Deployment.class, "chat-redis-replica").getSpec().getTemplate();
    assertEquals("chat-redis-data", data(master).getPersistentVolumeClaim().getClaimName());
    assertEquals("1Gi", data(replica).getEmptyDir().getSizeLimit().toString());
    assertTrue(
        String.join(" ", master.getSpec().getContainers().get(0).getArgs())
            .contains("--appendonly yes --appendfsync always"));
    assertTrue(
        String.join(" ", replica.getSpec().getContainers().get(0).getArgs())
            .contains("--appendonly no"));
  }

  @Test
  void theClaimIsThatOfTheSpec() {
    var cluster =
        ExampleClusters.chat(
            "redis: {persistence: {claim: {storageClassName: fast, size: 5Gi, selector: {a: b},"
                + " accessModes: [ReadWriteOncePod]}}}");
    var spec = find(cluster, PersistentVolumeClaim.class, "chat-redis-data").getSpec();
    assertEquals("fast", spec.getStorageClassName());
    assertEquals(List.of("ReadWriteOncePod"), spec.getAccessModes());
    assertEquals("5Gi", spec.getResources().getRequests().get("storage").toString());
    assertEquals(Map.of("a", "b"), spec.getSelector().getMatchLabels());
  }

  /** Else the master's pod would be replaced at once, and not after a hand-over. */
  @Test
  void fsyncIsPartOfEveryRevision() {
    var revisions =
        List.of("{}", "redis: {persistence: {}}", "redis: {persistence: {fsync: Always}}").stream()
            .map(ExampleClusters::chat)
            .map(c -> ExampleClusters.redis(c).revision())
            .distinct();
    assertEquals(3, revisions.count());
  }

  private static Volume data(PodTemplateSpec template) {
    return template.getSpec().getVolumes().stream()
        .filter(v -> v.getName().equals("data"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSecretHasOnePassword() {
    var secret = RedisSecret.create(ExampleClusters.reference(), new byte[32]);
    assertEquals(List.of("password"), List.copyOf(secret.getData().keySet()));
    assertEquals(43, text(secret, "password").length());
  }

  @Test
  void anAppliedSecretHasNoData() {
    assertTrue(find(ExampleClusters.reference(), Secret.class, "chat-redis").getData().isEmpty());
    assertNull(
        find(ExampleClusters.reference(), Secret.class, "chat-redis")
            .getStringData()
            .get("password"));
  }

  /** Without its uid an apply of labels would make a deleted Secret anew, and empty. */
  @Test
  void labelsAreRestoredOnlyOnTheSecretThatWasFound() {
    assertEquals(
        "found",
        find(ExampleClusters.reference(), Secret.class, "chat-redis").getMetadata().getUid());
  }

  @Test
  void anotherPasswordReplacesNoPod() {
    var template = deployment("chat-redis-master").getSpec().getTemplate();
    assertEquals(Map.of(), template.getMetadata().getAnnotations());
    var volume = template.getSpec().getVolumes().get(0).getSecret();
    assertEquals("chat-redis-acl", volume.getSecretName());
    assertEquals(
        List.of("redis.conf", "password"),
        volume.getItems().stream().map(i -> i.getPath()).toList());
  }

  @Test
  void aPasswordIsGeneratedOnceForEachValueOfTheAnnotation() {
    var cluster = ExampleClusters.reference();
    var secret = found(RedisSecret.create(cluster, new byte[32]));
    assertTrue(RedisSecret.rotationPatch(cluster, secret, new byte[32]).isEmpty());
    cluster.getMetadata().setAnnotations(Map.of("wsfleet.io/rotate-password", "2026-07"));
    var patch = RedisSecret.rotationPatch(cluster, secret, new byte[32]).orElseThrow();
    assertTrue(patch.contains("\"wsfleet.io/rotated-for\":\"2026-07\""), patch);
    assertTrue(patch.contains("\"resourceVersion\":\"7\""), patch);
    var made = found(RedisSecret.create(cluster, new byte[32]));
    assertTrue(RedisSecret.rotationPatch(cluster, made, new byte[32]).isEmpty());
  }

  private static Secret found(Secret secret) {
    return new SecretBuilder(secret).editMetadata().withResourceVersion("7").endMetadata().build();
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
    return RedisResources.desired(
        cluster,
        ExampleClusters.redis(cluster),
        ExampleClusters.password(cluster),
        ExampleClusters.acl(cluster),
        true);
  }

  private static Deployment deployment(String name) {
    return find(ExampleClusters.reference(), Deployment.class, name);
  }

  private static Service service(String name) {
    return find(ExampleClusters.reference(), Service.class, name);
  }

  private static Container redis(String deployment) {
    return redis(ExampleClusters.reference(), deployment);
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
