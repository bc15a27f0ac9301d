package io.wsfleet.local;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.wsfleet.local.network.NodePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One fleet, from its start to its end: each test goes on where the one before left it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalClusterIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final ResourceDefinitionContext CLUSTERS =
      new ResourceDefinitionContext.Builder()
          .withGroup("wsfleet.io")
          .withVersion("v1alpha1")
          .withKind("WebSocketCluster")
          .withPlural("websocketclusters")
          .withNamespaced(true)
          .build();

  @TempDir static Path folder;
  private static LocalClusterProcess localCluster;
  private static KubernetesClient client;

  @BeforeAll
  static void up() throws Exception {
    localCluster = LocalClusterProcess.start(folder, 3, 1);
    await("ready").atMost(LONG).until(LocalClusterIT::isReadyOrEnded);
    assertTrue(localCluster.process.isAlive(), localCluster.output());
    client = localCluster.client();
  }

  @AfterAll
  static void down() throws Exception {
    if (client != null) {
      client.close();
    }
    localCluster.close();
  }

  @Test
  @Order(1)
  void saysOnceThatItIsReadyAndWhere() {
    String line = "chat is ready: http://localhost:" + localCluster.nodePort;
    assertEquals(
        1, localCluster.output().lines().filter(line::equals).count(), localCluster.output());
  }

  @Test
  @Order(1)
  void saysWhereTheHttpApiIsAndKeepsItsTokenForTheUserAlone() throws Exception {
    Path token = folder.resolve("state/api-token");
    String address =
        client
            .services()
            .inNamespace("default")
            .withName("chat-api")
            .get()
            .getSpec()
            .getClusterIP();
    String line = "its HTTP API: http://" + address + ":5001, the token is in " + token;
    assertEquals(
        1, localCluster.output().lines().filter(line::equals).count(), localCluster.output());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
    byte[] secret =
        Base64.getDecoder()
            .decode(
                client
                    .secrets()
                    .inNamespace("default")
                    .withName("chat-api")
                    .get()
                    .getData()
                    .get("token"));
    assertArrayEquals(secret, Files.readAllBytes(token));
  }

  @Test
  @Order(2)
  void deliversMessagesToClientsOfEveryGateway() {
    assertEverybodyReceivesOnce("hello");
  }

  @Test
  @Order(3)
  void startsAKilledGatewayAgain() {
    Pod gateway = pods("gateway").get(0);
    kill(gateway);
    awaitRestart(gateway);
    assertEverybodyReceivesOnce("after a gateway was killed");
  }

  @Test
  @Order(4)
  void healsWhenTheRedisMasterIsKilled() {
    Pod master = pods("redis-master").get(0);
    kill(master);
    awaitRestart(master);
    await("the bus again")
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertEverybodyReceivesOnce("after the master " + System.nanoTime()));
  }

  @Test
  @Order(5)
  void startsAKilledOperatorAgainAndItScalesFromThreeToFiveToTwo() {
    Pod operator = pods("operator").get(0);
    kill(operator);
    scaleTo(5);
    awaitRestart(operator);
    scaleTo(2);
  }

  @Test
  @Order(6)
  void putsBackAnObjectThatWasDeletedByHand() {
    client.services().inNamespace("default").withName("chat").delete();
    await("the Service again")
        .atMost(Duration.ofSeconds(10))
        .until(() -> client.services().inNamespace("default").withName("chat").get() != null);
    await("its port again")
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () -> {
              try (ChatClient again = new ChatClient("localhost", localCluster.nodePort)) {
                await().atMost(Duration.ofSeconds(2)).until(again::isConnected);
              }
              return true;
            });
  }

  @Test
  @Order(7)
  void saysInWordsThatAnImageCannotBeHadAndServesOn() {
    patchGateway("\"image\":\"nowhere/gateway:1\"");
    await("the words")
        .atMost(LONG)
        .until(
            () -> localCluster.output().contains("nothing here stands for \"nowhere/gateway:1\""));
    assertEverybodyReceivesOnce("while a new image cannot be had", readyGateways());
    patchGateway("\"image\":null");
    await("the old image again").atMost(LONG).until(() -> pods("gateway").size() == 2);
  }

  @Test
  @Order(8)
  void leavesNothingOfADeletedCluster() {
    client.genericKubernetesResources(CLUSTERS).inNamespace("default").withName("chat").delete();
    await("nothing left")
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertEquals(List.of(), client.pods().inNamespace("default").list().getItems());
              assertEquals(
                  List.of(), client.apps().deployments().inNamespace("default").list().getItems());
              assertEquals(List.of(), client.services().inNamespace("default").list().getItems());
              assertEquals(List.of(), client.secrets().inNamespace("default").list().getItems());
            });
    assertEquals(
        1, localCluster.children().stream().filter(LocalClusterIT::isJava).count(), "the operator");
    assertTrue(NodePorts.isFree(localCluster.nodePort));
  }

  @Test
  @Order(9)
  void leavesNoProcessWhenItIsTerminated() throws Exception {
    List<ProcessHandle> children = localCluster.children();
    assertFalse(children.isEmpty());
    localCluster.terminate();
    assertFalse(localCluster.process.isAlive());
    await("no process left")
        .atMost(Duration.ofSeconds(5))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static boolean isReadyOrEnded() {
    return localCluster.output().contains("chat is ready: ") || !localCluster.process.isAlive();
  }

  private static void assertEverybodyReceivesOnce(String words) {
    assertEverybodyReceivesOnce(words, pods("gateway"));
  }

  private static void assertEverybodyReceivesOnce(String words, List<Pod> gateways) {
    List<ChatClient> clients = new ArrayList<>();
    try (ChatClient speaker = new ChatClient("localhost", localCluster.nodePort)) {
      gateways.forEach(pod -> clients.add(new ChatClient(pod.getStatus().getPodIP(), 5000)));
      await("connected")
          .atMost(Duration.ofSeconds(10))
          .until(() -> speaker.isConnected() && clients.stream().allMatch(ChatClient::isConnected));
      speaker.send(words);
      await("heard by all")
          .atMost(Duration.ofSeconds(3))
          .until(() -> clients.stream().allMatch(client -> client.heard(words) == 1));
      assertEquals(0, speaker.heard(words));
    } finally {
      clients.forEach(ChatClient::close);
    }
  }

  private static void patchGateway(String field) {
    client
        .genericKubernetesResources(CLUSTERS)
        .inNamespace("default")
        .withName("chat")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"gateway\":{" + field + "}}}");
  }

  private static List<Pod> readyGateways() {
    return pods("gateway").stream()
        .filter(pod -> pod.getStatus().getContainerStatuses().get(0).getReady())
        .toList();
  }

  private static void scaleTo(int replicas) {
    patchGateway("\"replicas\":" + replicas);
    await(replicas + " gateways")
        .atMost(LONG)
        .untilAsserted(
            () -> {
              GenericKubernetesResource chat =
                  client
                      .genericKubernetesResources(CLUSTERS)
                      .inNamespace("default")
                      .withName("chat")
                      .get();
              assertEquals(replicas + "/" + replicas, chat.get("status", "gateways"));
              assertEquals(replicas, pods("gateway").size());
            });
  }

  private static List<Pod> pods(String component) {
    return client
        .pods()
        .inAnyNamespace()
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  private static void kill(Pod pod) {
    String id = pod.getStatus().getContainerStatuses().get(0).getContainerID();
    ProcessHandle.of(Long.parseLong(id.substring("process://".length())))
        .orElseThrow()
        .destroyForcibly();
  }

  private static void awaitRestart(Pod pod) {
    await("restart of " + pod.getMetadata().getName())
        .atMost(LONG)
        .untilAsserted(
            () -> {
              var status = client.resource(pod).get().getStatus().getContainerStatuses().get(0);
              assertEquals(1, status.getRestartCount());
              assertTrue(status.getReady());
            });
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }
}
