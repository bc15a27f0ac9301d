package io.wsfleet.e2e.resource;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code kubectl scale} works, and every place that shows the number of gateways agrees. */
@SideBySide(Lane.FLEET_A)
class ScaleIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("scale");

  private static DeployedCluster deployedCluster;

  @BeforeAll
  static void aFleet() {
    deployedCluster =
        namespace.apply("chat", "gateway: {replicas: 2}\nredis: {replicas: 1}").awaitReady();
  }

  @Test
  void scalesToFiveAndBackToTwoAndAllAgree() {
    for (int replicas : new int[] {5, 2}) {
      Kubectl.run("-n", namespace.name(), "scale", "wsc/chat", "--replicas=" + replicas);

      Awaitility.await(replicas + " gateways, and everybody says so")
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() -> awaitReplicasEverywhere(replicas));
    }
  }

  private static void awaitReplicasEverywhere(int replicas) throws Exception {
    JsonNode status = deployedCluster.read().path("status");
    JsonNode scale = deployedCluster.scale();
    String row = Kubectl.run("-n", namespace.name(), "get", "wsc", "chat", "--no-headers").strip();
    List<String> columns = List.of(row.split("\\s+"));
    int selected =
        KubernetesCluster.get(
                "/api/v1/namespaces/%s/pods?labelSelector=%s"
                    .formatted(
                        namespace.name(),
                        java.net.URLEncoder.encode(
                            scale.at("/status/selector").asText("none"),
                            java.nio.charset.StandardCharsets.UTF_8)))
            .path("items")
            .size();
    assertAll(
        () -> assertTrue(deployedCluster.condition("Ready").is(true), "not ready"),
        () -> assertTrue(deployedCluster.condition("Progressing").is(false), "still progressing"),
        () -> assertEquals(replicas, deployedCluster.gateways().size(), "pods"),
        () -> assertEquals(replicas, selected, "pods that the scale's selector selects"),
        () -> assertEquals(replicas, status.path("replicas").asInt(), "status.replicas"),
        () -> assertEquals(replicas + "/" + replicas, status.path("gateways").asText()),
        () -> assertEquals(replicas, scale.at("/spec/replicas").asInt(), "scale's spec"),
        () -> assertEquals(replicas, scale.at("/status/replicas").asInt(), "scale's status"),
        () -> assertEquals("True", columns.get(1), "column READY of " + row),
        () -> assertEquals(replicas + "/" + replicas, columns.get(2), "column GATEWAYS of " + row),
        () -> assertEquals("0", columns.get(3), "column CONNECTIONS of " + row),
        () -> assertEquals("2/2", columns.get(4), "column REDIS of " + row),
        () -> assertTrue(deployedCluster.urls().contains(columns.get(5)), "column URL of " + row),
        () -> assertEquals("AsExpected", columns.get(6), "column DEGRADED of " + row));
  }
}
