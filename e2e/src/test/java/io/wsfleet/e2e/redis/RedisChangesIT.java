package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Administrators change password, image, resources and number of replicas while clients are
 * connected; no client is affected.
 */
@Needs(Need.NODE)
@AllFaultsOnly
class RedisChangesIT {

  private static final Duration ROLLED = Duration.ofSeconds(240);

  private static final Duration REFUSED = Duration.ofMinutes(8);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static DeployedCluster deployedCluster;
  private static RedisPods redis;

  @BeforeAll
  static void aFleet() {
    deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
    redis = new RedisPods(deployedCluster);
  }

  /** Both are taken for five minutes; nothing is started anew for it. */
  @Test
  void anotherPassword() {
    String old = deployedCluster.redisPassword();
    Set<String> before = uids();
    awaitChange(
        "another password",
        () ->
            Kubectl.run(
                "-n",
                namespace.name(),
                "patch",
                "secret",
                "chat-redis",
                "--type=merge",
                "-p",
                "{\"stringData\":{\"password\":\"another-" + System.nanoTime() + "\"}}"),
        () -> redis.names().stream().allMatch(pod -> accepts(pod) && !accepts(pod, old)),
        REFUSED);
    assertEquals(before, uids());
  }

  @Test
  void otherResources() {
    Set<String> before = uids();
    awaitChange(
        "other resources",
        () ->
            deployedCluster.patch(
                "{\"spec\":{\"redis\":{\"resources\":{\"limits\":{\"memory\":\"320Mi\"}}}}}"),
        () -> redis.pods().size() == 4 && uids().stream().noneMatch(before::contains));
  }

  /** Replicas first, then a hand-over, then the master's Deployment. */
  @Test
  @Needs(Need.OTHER_REDIS)
  void anotherImage() {
    String before = E2eSettings.redisImage();
    for (String image : List.of(E2eSettings.otherRedisImage().orElseThrow(), before)) {
      awaitChange(
          "the image " + image,
          () -> deployedCluster.patch("{\"spec\":{\"redis\":{\"image\":\"" + image + "\"}}}"),
          () -> redis.pods().size() == 4 && redis.pods().stream().allMatch(pod -> has(pod, image)));
    }
  }

  @Test
  void otherNumbersOfReplicas() {
    for (int replicas : List.of(4, 2, 3)) {
      awaitChange(
          replicas + " replicas",
          () -> deployedCluster.patch("{\"spec\":{\"redis\":{\"replicas\":" + replicas + "}}}"),
          () -> redis.pods().size() == replicas + 1);
    }
    assertEquals(4, redis.names().size());
  }

  /** The master dies in the moment in which the number of replicas changes. */
  @Test
  @Needs(Need.NODE_TOOL)
  void anotherNumberOfReplicasInTheMiddleOfAFailover() {
    for (int replicas : List.of(4, 3)) {
      awaitChange(
          replicas + " replicas, and the master killed",
          () -> {
            Fault.KILLED.inject(redis.container(redis.master()));
            deployedCluster.patch("{\"spec\":{\"redis\":{\"replicas\":" + replicas + "}}}");
          },
          () -> redis.pods().size() == replicas + 1);
    }
  }

  private static boolean has(Pod pod, String image) {
    return pod.getSpec().getContainers().get(0).getImage().equals(image);
  }

  private static void awaitChange(String what, Runnable change, BooleanSupplier done) {
    awaitChange(what, change, done, ROLLED);
  }

  private static void awaitChange(
      String what, Runnable change, BooleanSupplier done, Duration timeout) {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      change.run();
      Awaitility.await(what + " everywhere")
          .pollInterval(Duration.ofSeconds(1))
          .atMost(timeout)
          .ignoreExceptions()
          .until(done::getAsBoolean);
      load.awaitRecovered();
      load.stopAndVerify(what);
    }
  }

  private static boolean accepts(String pod) {
    return accepts(pod, deployedCluster.redisPassword());
  }

  private static boolean accepts(String pod, String password) {
    return redis
        .container(pod)
        .run("redis-cli", "--no-auth-warning", "-a", password, "PING")
        .out()
        .contains("PONG");
  }

  private static Set<String> uids() {
    return redis.pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
