package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Manual changes of what the operator owns in Redis are reverted within five seconds. All tests
 * share one load, which the last test checks.
 */
@Needs(Need.NODE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisManualChangesIT {

  private static final Duration HEALED = Duration.ofSeconds(5);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.shared("faults");

  private static DeployedCluster deployedCluster;
  private static RedisPods redis;
  private static ClusterUnderLoad load;

  @BeforeAll
  static void aFleetUnderLoad() {
    deployedCluster = ClusterUnderLoad.deploy(namespace, "chat", 3);
    redis = new RedisPods(deployedCluster);
    load = ClusterUnderLoad.start(deployedCluster);
  }

  @AfterAll
  static void disconnect() {
    if (load != null) load.close();
  }

  @Test
  @Order(1)
  void labelsThatWereStripped() {
    for (String pod : redis.names()) label(pod, RedisPods.ROLE_LABEL + "-");

    awaitLabels();
  }

  @Test
  @Order(2)
  void twoPodsThatAreLabelledMaster() {
    label(redis.replicas().get(0), RedisPods.ROLE_LABEL + "=master", "--overwrite");

    awaitLabels();
  }

  /** The term and the master are known to Redis and to the labels as well. */
  @Test
  @Order(3)
  void aStatusThatWasWiped() {
    String master = redis.master();
    long term = redis.term();
    Kubectl.run(
        "-n",
        namespace.name(),
        "patch",
        "wsc/chat",
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":null}");

    Awaitility.await("the status is there again")
        .pollInterval(Duration.ofMillis(100))
        .atMost(HEALED)
        .until(() -> redis.master().equals(master) && redis.term() >= term);
  }

  @Test
  @Order(4)
  void aReplicaThatWasPointedElsewhere() {
    List<String> replicas = redis.replicas();
    String elsewhere =
        redis.pods().stream()
            .filter(pod -> pod.getMetadata().getName().equals(replicas.get(1)))
            .map(pod -> pod.getStatus().getPodIP())
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();

    redis.execute(replicas.get(0), "REPLICAOF", elsewhere, "6379");

    assertEquals(redis.master(), redis.awaitOneMaster(HEALED));
  }

  @Test
  @Order(5)
  void aReplicaThatWasMadeAMaster() {
    String master = redis.master();

    redis.execute(redis.replicas().get(0), "REPLICAOF", "NO", "ONE");

    assertEquals(master, redis.awaitOneMaster(HEALED));
  }

  @Test
  @Order(6)
  void noneOfWhichAClientHasNoticed() {
    Instant start = Instant.now();
    load.awaitRecovered();
    load.stopAndVerify("changed by hand");
    System.out.println("settled after " + Duration.between(start, Instant.now()));
  }

  private static void label(String pod, String... words) {
    var command = new ArrayList<>(List.of("-n", namespace.name(), "label", "pod", pod));
    command.addAll(List.of(words));
    Kubectl.run(command.toArray(String[]::new));
  }

  /** The one that is master alone is labelled so, and each of the others as a replica. */
  private static void awaitLabels() {
    String master = redis.master();
    Awaitility.await("the labels are as they were")
        .pollInterval(Duration.ofMillis(100))
        .atMost(HEALED)
        .until(
            () ->
                redis.pods().stream()
                    .allMatch(
                        pod ->
                            Objects.equals(
                                pod.getMetadata().getLabels().get(RedisPods.ROLE_LABEL),
                                pod.getMetadata().getName().equals(master)
                                    ? "master"
                                    : "replica")));
  }
}
