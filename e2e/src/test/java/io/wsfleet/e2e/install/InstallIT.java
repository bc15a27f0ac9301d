package io.wsfleet.e2e.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.client.BrowserPage;
import io.wsfleet.e2e.client.SampleClient;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The README's steps on a cluster, word by word, in the namespace {@code default}. It runs first,
 * since later classes let the operator serve all namespaces.
 */
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallIT {

  private static final DeployedCluster CHAT = new DeployedCluster("default", "chat");
  private static final Duration ONE_MINUTE = Duration.ofSeconds(60);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.later();

  @BeforeAll
  static void nothingIsThere() {
    assertTrue(CHAT.read().isMissingNode(), "there is a wsc/chat in default already");
  }

  @AfterAll
  static void clean() {
    Kubectl.tryRun("delete", "-n", "default", "wsc", "--all", "--timeout=60s");
  }

  @Test
  @Order(1)
  void isReadyAMinuteAfterThreeFilesAreApplied() {
    long start = System.nanoTime();
    String[] apply = {"apply", "-f", "crds/", "-f", "deploy/", "-f", "samples/chat.yaml"};
    var first = Kubectl.tryRunIn(OperatorInstall.files(), apply);
    if (first.exit() != 0) {
      // kubectl looks up all kinds before it applies anything, and that of the sample was not there
      // yet.
      assertTrue(first.err().contains("ensure CRDs are installed first"), first.output());
      Kubectl.runIn(OperatorInstall.files(), apply);
    }
    Kubectl.run("wait", "--for=condition=Ready", "wsc/chat", "--timeout=60s");

    var took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println(
        "from kubectl apply on an empty cluster to Ready: " + took.toMillis() + " ms");
    assertTrue(took.compareTo(ONE_MINUTE) <= 0, "it took " + took);
  }

  @Test
  @Order(2)
  void isReachedThroughExactlyTheReferenceService() {
    JsonNode spec = KubernetesCluster.get("/api/v1/namespaces/default/services/chat").path("spec");
    JsonNode port = spec.at("/ports/0");

    assertEquals("NodePort", spec.path("type").asText());
    assertEquals("ClientIP", spec.path("sessionAffinity").asText());
    assertEquals(10, spec.at("/sessionAffinityConfig/clientIP/timeoutSeconds").asInt());
    assertEquals(1, spec.path("ports").size());
    assertEquals(3000, port.path("port").asInt());
    assertEquals(5000, Integer.parseInt(targetPort(port)));
    assertEquals(30000, port.path("nodePort").asInt());
    assertEquals("TCP", port.path("protocol").asText());
  }

  /** The Service may name the container's port or number it. */
  private static String targetPort(JsonNode port) {
    JsonNode target = port.path("targetPort");
    if (target.isNumber()) return target.asText();
    JsonNode ports =
        KubernetesCluster.get(
                "/api/v1/namespaces/default/pods?labelSelector=app.kubernetes.io/component=gateway")
            .at("/items/0/spec/containers/0/ports");
    for (JsonNode declared : ports) {
      if (declared.path("name").equals(target)) return declared.path("containerPort").asText();
    }
    throw new AssertionError("no port is called " + target);
  }

  @Test
  @Order(3)
  @Needs(Need.NODE)
  void servesTheReferenceClientOfBothGenerations() {
    try (var socketIoClients = new SocketIoClients()) {
      for (int generation : new int[] {4, 2}) {
        var client = socketIoClients.connect("reference-" + generation, generation, CHAT.url());
        client.emit("testMsg", "from generation " + generation);
        Awaitility.await("testMsg is in a gateway's log")
            .atMost(Duration.ofSeconds(15))
            .until(() -> logged(client.id()));
      }
      // The sample announces every 30 s.
      for (int generation : new int[] {4, 2}) {
        socketIoClients
            .get("reference-" + generation)
            .awaitFor(Duration.ofSeconds(40), "brdcst", "A broadcast message");
      }
    }
  }

  @Test
  @Order(4)
  @Needs(Need.NODE)
  void servesTheSamplesNodeClient() {
    try (var socketIoClients = new SocketIoClients();
        var sample = SampleClient.start(CHAT.url())) {
      sample.awaitLine("connected to " + CHAT.url());
      var other = socketIoClients.connect("other", 4, CHAT.url());

      other.emit("say", "good day");
      sample.awaitLine("said: good day");
      sample.type("and to you");
      other.await("said", "and to you");
      sample.awaitLine("brdcst: A broadcast message");
    }
  }

  @Test
  @Order(5)
  @Needs({Need.NODE, Need.CHROMIUM})
  void servesTheSamplesPageInABrowser() {
    Path index = E2eSettings.project().resolve("samples/client/index.html");
    try (var socketIoClients = new SocketIoClients();
        var browserPage = BrowserPage.open(index.toUri() + "?url=" + CHAT.url())) {
      browserPage.awaitText("connected to " + CHAT.url());
      var other = socketIoClients.connect("other", 4, CHAT.url());

      other.emit("say", "Good day to the browser");
      browserPage.awaitText("Good day to the browser");
      browserPage.type("textbox", "Message", "And a good day from it");
      other.await("said", "And a good day from it");
      browserPage.awaitText("And a good day from it");
      browserPage.awaitText("A broadcast message");
      assertEquals(1, browserPage.count("Good day to the browser"));
      browserPage.screenshot(E2eSettings.project().resolve("e2e/target/page.png"));
      assertEquals(List.of(), browserPage.errors());
    }
  }

  @Test
  @Order(6)
  void makesAWorkingFleetOfTheMinimalSample() {
    Kubectl.runIn(OperatorInstall.files(), "apply", "-f", "samples/minimal.yaml");
    JsonNode all =
        KubernetesCluster.get("/apis/wsfleet.io/v1alpha1/namespaces/default/websocketclusters");
    for (JsonNode item : all.path("items")) {
      new DeployedCluster("default", item.at("/metadata/name").asText()).awaitReady();
    }
    assertTrue(all.path("items").size() >= 2, "the minimal sample has a name of its own");
  }

  private static boolean logged(String clientId) {
    return CHAT.gateways().stream()
        .flatMap(gateway -> CHAT.log(gateway).lines())
        .anyMatch(line -> line.contains("testMsg") && line.contains(clientId));
  }
}
