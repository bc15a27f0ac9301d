package io.wsfleet.e2e.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.OwnedObject;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The conditions name what is wrong with a fleet, and clear when the cause is gone. */
@SideBySide(Lane.FLEET_A)
class DegradedConditionIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("degraded");

  @Test
  void saysWhichImageCannotBePulled() {
    var deployedCluster =
        namespace.apply(
            "no-image",
            "gateway: {replicas: 1, image: localhost/no-such-image:1}\nredis: {replicas: 0}");

    awaitDegraded(deployedCluster, "localhost/no-such-image:1");
    assertFalse(deployedCluster.condition("Ready").is(true));

    Kubectl.run(
        "-n",
        namespace.name(),
        "patch",
        "wsc/no-image",
        "--type=merge",
        "-p",
        "{\"spec\":{\"gateway\":{\"image\":null}}}");
    deployedCluster.awaitReady();
    Awaitility.await("it is well again")
        .atMost(Duration.ofSeconds(30))
        .until(() -> deployedCluster.condition("Degraded").is(false));
    deployedCluster.delete();
  }

  @Test
  void leavesTheOldGatewaysAloneWhenTheNewImageCannotBePulled() {
    var deployedCluster =
        namespace.apply("roll", "gateway: {replicas: 2}\nredis: {replicas: 0}").awaitReady();
    var before = deployedCluster.gateways();

    Kubectl.run(
        "-n",
        namespace.name(),
        "patch",
        "wsc/roll",
        "--type=merge",
        "-p",
        "{\"spec\":{\"gateway\":{\"image\":\"localhost/no-such-image:2\"}}}");
    awaitDegraded(deployedCluster, "localhost/no-such-image:2");

    assertTrue(
        deployedCluster.gateways().containsAll(before),
        before + " became " + deployedCluster.gateways());
    Kubectl.run(
        "-n",
        namespace.name(),
        "patch",
        "wsc/roll",
        "--type=merge",
        "-p",
        "{\"spec\":{\"gateway\":{\"image\":\"" + E2eSettings.gatewayImage() + "\"}}}");
    deployedCluster.awaitReady();
    Awaitility.await("the old gateways alone are left")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertEquals(before, deployedCluster.gateways()));
    deployedCluster.delete();
  }

  @Test
  void saysThatANodePortIsTaken() {
    var first = namespace.apply("first", "gateway: {replicas: 0}\nredis: {replicas: 0}");
    Awaitility.await("the first one's service")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> first.nodePort() > 0);
    int port = first.nodePort();

    var second =
        namespace.apply(
            "second",
            "gateway: {replicas: 1}\nredis: {replicas: 0}\nservice: {nodePort: " + port + "}");

    awaitDegraded(second, Integer.toString(port));
    first.delete();
    second.awaitReady();
    assertEquals(port, second.nodePort());
    second.delete();
  }

  @Test
  void saysThatAPodCannotBeScheduled() {
    var deployedCluster =
        namespace.apply(
            "too-big",
            """
            gateway: {replicas: 1, resources: {requests: {cpu: "900"}, limits: {cpu: "900"}}}
            redis: {replicas: 0}
            """);

    awaitDegraded(deployedCluster, "cpu");
    deployedCluster.delete();
  }

  @Test
  void saysThatTheSecretWithTheTokenIsMissingAndStartsWhenItIsThereAndAllowed() {
    var deployedCluster =
        namespace.apply(
            "no-token", "gateway: {replicas: 1}\nredis: {replicas: 0}\napi: {tokenSecret: mine}");
    awaitDegraded(deployedCluster, "mine");

    Kubectl.run(
        "-n", namespace.name(), "create", "secret", "generic", "mine", "--from-literal=token=t");
    awaitDegraded(deployedCluster, "wsfleet.io/mountable=true");
    assertTrue(deployedCluster.pods("gateway").isEmpty(), "the Secret was mounted all the same");
    Kubectl.run("-n", namespace.name(), "label", "secret", "mine", "wsfleet.io/mountable=true");

    deployedCluster.awaitReady(Duration.ofSeconds(150));
    Awaitility.await("it is well again")
        .atMost(Duration.ofSeconds(30))
        .until(() -> deployedCluster.condition("Degraded").is(false));
    assertTrue(
        OwnedObject.ownedBy(deployedCluster).stream()
            .noneMatch(ownedObject -> ownedObject.toString().equals("secret/no-token-api")),
        "a token was made as well");
    deployedCluster.delete();
  }

  private static void awaitDegraded(DeployedCluster deployedCluster, String word) {
    Awaitility.await(deployedCluster + " says what is wrong")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              var degraded = deployedCluster.condition("Degraded");
              assertTrue(degraded.is(true), degraded.toString());
              assertTrue(degraded.message().contains(word), degraded.message());
              assertTrue(degraded.reason().matches("[A-Z][A-Za-z]+"), degraded.reason());
            });
  }
}
