package io.wsfleet.e2e.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.E2eSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An operator of another version, whose pod templates differ: here by another name of the same
 * image.
 */
class UpgradeIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("upgrade");

  @AfterAll
  static void theFormerSettings() {
    environment(
        "WSFLEET_GATEWAY_IMAGE=" + E2eSettings.gatewayImage(),
        "WSFLEET_REDIS_IMAGE=" + E2eSettings.redisImage(),
        "WSFLEET_UPGRADE_FLEETS-");
    operator.awaitRunning();
  }

  @Test
  void changesNoFleetByItselfAndOneAfterTheOtherWhereThatIsAllowed() {
    var a = namespace.apply("a", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    var b = namespace.apply("b", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    List.of(a, b).forEach(DeployedCluster::awaitSettled);
    var before = List.of(a.gateways(), b.gateways());
    var redis = List.of(names(a), names(b));

    environment(
        "WSFLEET_GATEWAY_IMAGE=docker.io/" + E2eSettings.gatewayImage() + "-next",
        "WSFLEET_REDIS_IMAGE=docker.io/" + E2eSettings.redisImage() + "-next");
    operator.awaitRunning();
    // A change of each fleet that is none of its pods shows that the new operator is at work.
    List.of(a, b).forEach(f -> f.patch("{\"spec\":{\"service\":{\"port\":8080}}}"));
    List.of(a, b).forEach(DeployedCluster::awaitSettled);
    assertEquals(before, List.of(a.gateways(), b.gateways()));

    environment("WSFLEET_UPGRADE_FLEETS=Staggered");
    operator.awaitRunning();
    Awaitility.await("one of them is upgraded, to an image that is not there")
        .atMost(Duration.ofSeconds(90))
        .until(() -> a.condition("Degraded").is(true) || b.condition("Degraded").is(true));
    var other = a.condition("Degraded").is(true) ? b : a;
    Awaitility.await("the other one waits for its turn")
        .during(Duration.ofSeconds(25))
        .atMost(Duration.ofSeconds(40))
        .until(() -> other.gateways().size() == 1 && other.condition("Degraded").is(false));
    assertEquals(redis, List.of(names(a), names(b)), "they would lose their data");

    environment("WSFLEET_GATEWAY_IMAGE=" + E2eSettings.gatewayImage());
    operator.awaitRunning();
    List.of(a, b).forEach(DeployedCluster::awaitSettled);
    a.patch("{\"spec\":{\"protocol\":{\"pingIntervalSeconds\":20}}}");
    a.awaitSettled();
    assertNotEquals(before.get(0), a.gateways());
    assertEquals(before.get(1), b.gateways());
  }

  private static List<String> names(DeployedCluster deployedCluster) {
    return deployedCluster.pods("redis-master").stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private static void environment(String... variables) {
    var words =
        new ArrayList<>(
            List.of("-n", OperatorInstall.NAMESPACE, "set", "env", "deployment/wsfleet-operator"));
    words.addAll(List.of(variables));
    Kubectl.run(words.toArray(String[]::new));
  }
}
