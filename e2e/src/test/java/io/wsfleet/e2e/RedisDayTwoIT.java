package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Settings;
import io.wsfleet.e2e.run.Thorough;
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
 * What administrators change while the fleet is in use: password, image, resources, number of
 * replicas. Nobody notices.
 */
@Needs(Need.NODE)
@Thorough
class RedisDayTwoIT {

  private static final Duration ROLLED = Duration.ofSeconds(240);

  private static final Duration REFUSED = Duration.ofMinutes(8);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static Fleet fleet;
  private static RedisPods redis;

  @BeforeAll
  static void aFleet() {
    fleet = UnderLoad.fleet(namespace, "chat", 3);
    redis = new RedisPods(fleet);
  }

  /** Both are taken for five minutes; nothing is started anew for it. */
  @Test
  void anotherPassword() {
    String old = fleet.redisPassword();
    Set<String> before = uids();
    changes(
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
        () -> redis.names().stream().allMatch(pod -> knows(pod) && !knows(pod, old)),
        REFUSED);
    assertEquals(before, uids());
  }

  @Test
  void otherResources() {
    Set<String> before = uids();
    changes(
        "other resources",
        () ->
            fleet.patch(
                "{\"spec\":{\"redis\":{\"resources\":{\"limits\":{\"memory\":\"320Mi\"}}}}}"),
        () -> redis.pods().size() == 4 && uids().stream().noneMatch(before::contains));
  }

  /** Replicas first, then a hand-over, then the master's Deployment. */
  @Test
  @Needs(Need.OTHER_REDIS)
  void anotherImage() {
    String before = Settings.redisImage();
    for (String image : List.of(Settings.otherRedisImage().orElseThrow(), before)) {
      changes(
          "the image " + image,
          () -> fleet.patch("{\"spec\":{\"redis\":{\"image\":\"" + image + "\"}}}"),
          () -> redis.pods().size() == 4 && redis.pods().stream().allMatch(pod -> has(pod, image)));
    }
  }

  @Test
  void otherNumbersOfReplicas() {
    for (int replicas : List.of(4, 2, 3)) {
      changes(
          replicas + " replicas",
          () -> fleet.patch("{\"spec\":{\"redis\":{\"replicas\":" + replicas + "}}}"),
          () -> redis.pods().size() == replicas + 1);
    }
    assertEquals(4, redis.names().size());
  }

  /** The master dies in the moment in which the number of replicas changes. */
  @Test
  @Needs(Need.NODE_TOOL)
  void anotherNumberOfReplicasInTheMiddleOfAFailover() {
    for (int replicas : List.of(4, 3)) {
      changes(
          replicas + " replicas, and the master killed",
          () -> {
            Fault.KILLED.strike(redis.container(redis.master()));
            fleet.patch("{\"spec\":{\"redis\":{\"replicas\":" + replicas + "}}}");
          },
          () -> redis.pods().size() == replicas + 1);
    }
  }

  private static boolean has(Pod pod, String image) {
    return pod.getSpec().getContainers().get(0).getImage().equals(image);
  }

  private static void changes(String what, Runnable change, BooleanSupplier done) {
    changes(what, change, done, ROLLED);
  }

  private static void changes(
      String what, Runnable change, BooleanSupplier done, Duration patience) {
    try (UnderLoad load = UnderLoad.on(fleet)) {
      change.run();
      Awaitility.await(what + " everywhere")
          .pollInterval(Duration.ofSeconds(1))
          .atMost(patience)
          .ignoreExceptions()
          .until(done::getAsBoolean);
      load.awaitWhole();
      load.verdict(what);
    }
  }

  private static boolean knows(String pod) {
    return knows(pod, fleet.redisPassword());
  }

  private static boolean knows(String pod, String password) {
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
