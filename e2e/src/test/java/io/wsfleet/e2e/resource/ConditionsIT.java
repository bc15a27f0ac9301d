package io.wsfleet.e2e.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.StatusHistory;
import io.wsfleet.e2e.cluster.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who waits for a condition can rely on it: it changes when the fleet does, and only then. */
class ConditionsIT {

  private static final Duration SETTLED = Duration.ofMinutes(2);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("conditions");

  @Test
  void aStartAScaleUpAndARolloutAreReadyThroughoutAndWarnOfNothing() {
    var deployedCluster = namespace.apply("calm", "gateway: {replicas: 2}\nredis: {replicas: 1}");
    try (var history = StatusHistory.of(deployedCluster)) {
      awaitSettled(deployedCluster);
      Kubectl.run("-n", namespace.name(), "scale", "wsc/calm", "--replicas=3");
      awaitSettled(deployedCluster);
      deployedCluster.patch("{\"spec\":{\"protocol\":{\"pingIntervalSeconds\":20}}}");
      awaitSettled(deployedCluster);

      assertEquals(List.of("False", "True"), history.values("Ready"), said(history, "Ready"));
      assertEquals(List.of("False", "True"), history.values("BusReady"), said(history, "BusReady"));
      assertEquals(List.of("False"), history.values("Degraded"), said(history, "Degraded"));
    }
    assertEquals(List.of(), warnings(deployedCluster));
    deployedCluster.delete();
  }

  @Test
  void aCrashLoopIsOneProblemAndStalls() {
    var deployedCluster =
        namespace.apply("crash", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    try (var history = StatusHistory.of(deployedCluster)) {
      memory(deployedCluster, "\"24Mi\"");
      Awaitility.await("it does not go on")
          .atMost(Duration.ofMinutes(2))
          .until(() -> deployedCluster.condition("Stalled").is(true));
      Awaitility.await("its container has been started again three times")
          .atMost(Duration.ofMinutes(2))
          .until(() -> deployedCluster.gatewayRestarts() >= 3);

      assertEquals(List.of("False AsExpected", "True CrashLooping"), history.changes("Degraded"));
      assertEquals(List.of("True"), history.values("Ready"), "the old gateway serves");
      memory(deployedCluster, "null");
      awaitSettled(deployedCluster);
      assertEquals(
          List.of("False", "True", "False"), history.values("Stalled"), said(history, "Stalled"));
    }
    deployedCluster.delete();
  }

  /** As Flux and Helm see it: failed, and then in progress again with the correction. */
  @Test
  void aBadImageStallsUntilItIsCorrected() {
    var deployedCluster =
        namespace.apply(
            "image",
            "gateway: {replicas: 1, image: localhost/no-such-image:1}\nredis: {replicas: 0}");
    Awaitility.await("it does not go on")
        .atMost(Duration.ofMinutes(2))
        .until(() -> deployedCluster.condition("Stalled").is(true));
    assertEquals("ImagePullFailed", deployedCluster.condition("Stalled").reason());
    assertTrue(deployedCluster.condition("Reconciling").is(false));
    image(deployedCluster, null);
    awaitSettled(deployedCluster);
    assertTrue(deployedCluster.condition("Stalled").is(false));
    deployedCluster.delete();
  }

  @Test
  void allGatewaysLostIsAProblemUntilOneIsBack() {
    var deployedCluster =
        namespace.apply("lost", "gateway: {replicas: 2}\nredis: {replicas: 0}").awaitReady();
    awaitSettled(deployedCluster);
    try (var history = StatusHistory.of(deployedCluster)) {
      Kubectl.run(
          "-n",
          namespace.name(),
          "delete",
          "pod",
          "--force",
          "--grace-period=0",
          "-l",
          "wsfleet.io/cluster=lost,app.kubernetes.io/component=gateway");
      Awaitility.await("it is said")
          .atMost(Duration.ofSeconds(30))
          .until(() -> history.changes("Degraded").contains("True NoGatewayReady"));
      awaitSettled(deployedCluster);
      assertEquals(List.of("True", "False", "True"), history.values("Ready"));
      assertEquals(List.of("False", "True", "False"), history.values("Degraded"));
    }
    deployedCluster.delete();
  }

  @Test
  void aWebhookThatFailsIsNamedUntilItIsGone() {
    var deployedCluster =
        namespace.apply("hook", "gateway: {replicas: 1}\nredis: {replicas: 0}").awaitReady();
    var webhook = "e2e-" + namespace.name();
    Kubectl.apply(
        namespace.name(),
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: %1$s}
        webhooks:
          - name: nobody.example.com
            clientConfig: {service: {namespace: %2$s, name: nobody, path: /}}
            rules:
              - {apiGroups: [apps], apiVersions: [v1], operations: ["*"], resources: [deployments]}
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
            failurePolicy: Fail
            sideEffects: None
            admissionReviewVersions: [v1]
            timeoutSeconds: 2
        """
            .formatted(webhook, namespace.name()));
    try {
      Kubectl.run("-n", namespace.name(), "scale", "wsc/hook", "--replicas=2");
      Awaitility.await("it is named")
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                var degraded = deployedCluster.condition("Degraded");
                assertEquals("WebhookFailed", degraded.reason());
                assertTrue(degraded.message().contains("nobody.example.com"), degraded.message());
                assertTrue(deployedCluster.condition("Ready").is(false), "1 of 2 gateways");
              });
      Awaitility.await("it does not go on")
          .atMost(Duration.ofSeconds(90))
          .until(() -> deployedCluster.condition("Stalled").is(true));
    } finally {
      Kubectl.run("delete", "validatingwebhookconfiguration", webhook);
    }
    awaitSettled(deployedCluster);
    assertTrue(deployedCluster.condition("Degraded").is(false));
    deployedCluster.delete();
  }

  /** With 24 MiB the kernel ends a gateway at once. */
  private static void memory(DeployedCluster deployedCluster, String quantity) {
    deployedCluster.patch(
        """
        {"spec": {"gateway": {"resources": {
            "limits": {"memory": %1$s}, "requests": {"memory": %1$s}}}}}"""
            .formatted(quantity));
  }

  private static void image(DeployedCluster deployedCluster, String image) {
    deployedCluster.patch(
        "{\"spec\":{\"gateway\":{\"image\":"
            + (image == null ? "null" : "\"" + image + "\"")
            + "}}}");
  }

  /** As kstatus decides that a resource is Current. */
  private static void awaitSettled(DeployedCluster deployedCluster) {
    Awaitility.await(deployedCluster + " is Current")
        .atMost(SETTLED)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () ->
                deployedCluster.read().at("/status/observedGeneration").asLong()
                        == deployedCluster.read().at("/metadata/generation").asLong()
                    && deployedCluster.condition("Reconciling").is(false)
                    && deployedCluster.condition("Stalled").is(false)
                    && deployedCluster.condition("Ready").is(true));
  }

  private static String said(StatusHistory history, String type) {
    return history.changes(type).toString();
  }

  /** The events of the resource itself; those of pods are the kubelet's. */
  private static List<String> warnings(DeployedCluster deployedCluster) {
    var events =
        KubernetesCluster.get(
                "/apis/events.k8s.io/v1/namespaces/" + deployedCluster.namespace() + "/events")
            .path("items");
    return StreamSupport.stream(events.spliterator(), false)
        .filter(event -> event.at("/regarding/kind").asText().equals("WebSocketCluster"))
        .filter(event -> event.at("/regarding/name").asText().equals(deployedCluster.name()))
        .filter(event -> event.path("type").asText().equals("Warning"))
        .map(event -> event.path("reason").asText() + ": " + event.path("note").asText())
        .toList();
  }
}
