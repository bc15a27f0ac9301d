package io.wsfleet.e2e.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.wsfleet.e2e.client.ApiClient;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Kubectl;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code samples/rooms.yaml}, whose Service has no affinity: a client may use any gateway, also
 * after its own has failed.
 */
@Needs(Need.NODE)
@SideBySide(Lane.FLEET_B)
class RoomsIT {

  private static final int WORDS = 50;
  private static final int BELLS = 200;
  private static final Duration ONE_MINUTE = Duration.ofSeconds(60);

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("rooms");

  private static DeployedCluster deployedCluster;
  private static SocketIoClients socketIoClients;

  @BeforeAll
  static void theSample() {
    Kubectl.runIn(
        OperatorInstall.files(), "-n", namespace.name(), "apply", "-f", "samples/rooms.yaml");
    deployedCluster = new DeployedCluster(namespace.name(), "rooms").awaitReady();
    socketIoClients = new SocketIoClients();
  }

  @AfterAll
  static void disconnect() {
    if (socketIoClients != null) socketIoClients.close();
  }

  @Test
  void bringsWhatIsSaidInARoomToThoseInItAndToNobodyElse() {
    var cook = connect("cook", 4, "", "websocket");
    var guest = connect("guest", 4, "", "polling");
    var elder = connect("elder", 2, "", "polling", "websocket");
    var outside = connect("outside", 4, "", "polling", "websocket");
    for (var each : List.of(cook, guest, elder)) {
      assertEquals("welcome", each.emitWithAck("enter", "restaurant").get(0).asText());
    }

    guest.emit("say", "restaurant", "a table for two");
    cook.await("said", "restaurant", "a table for two");
    elder.await("said", "restaurant", "a table for two");
    elder.emit("leave", "restaurant");
    elder.emitWithAck("echo", "after that");
    cook.emit("say", "restaurant", "dinner");
    guest.await("said", "restaurant", "dinner");

    assertEquals(0, elder.count("said", "restaurant", "dinner"));
    assertEquals(List.of(), outside.received("said"));
    assertEquals(0, guest.count("said", "restaurant", "a table for two"));
  }

  @Test
  void servesPollingClientsWhoseRequestsReachAnyGateway() {
    var guests = new ArrayList<SocketIoClients.Client>();
    for (int i = 0; i < 6; i++) {
      guests.add(connect("polling-" + i, 4, "", "polling"));
      guests.get(i).emitWithAck("enter", "lounge");
    }

    for (int word = 0; word < WORDS; word++) {
      for (var guest : guests) guest.emit("say", "lounge", guest + "/" + word);
    }

    for (var listener : guests) {
      Awaitility.await(listener + " has heard all the others")
          .atMost(ONE_MINUTE)
          .until(() -> listener.received("said").size() >= WORDS * (guests.size() - 1));
      for (var speaker : guests) {
        if (speaker == listener) continue;
        assertEquals(
            IntStream.range(0, WORDS).mapToObj(word -> speaker + "/" + word).toList(),
            listener.received("said").stream()
                .map(said -> said.get(1).asText())
                .filter(text -> text.startsWith(speaker + "/"))
                .toList());
      }
    }
    double forwarded =
        deployedCluster.gateways().stream()
            .mapToDouble(gateway -> deployedCluster.metric(gateway, "wsfleet_forwarded_total"))
            .sum();
    assertTrue(forwarded > 0, "every request came to its own gateway: nothing was shown");
  }

  @Test
  void reachesClientsByTheHttpApiOfTheService() throws IOException {
    var reader = connect("reader", 4, "/news", "polling", "websocket");
    assertEquals("subscribed", reader.emitWithAck("subscribe").get(0).asText());
    JsonNode health =
        KubernetesCluster.get(
            "/api/v1/namespaces/%s/services/rooms-api:5001/proxy/v1/health"
                .formatted(namespace.name()));
    assertTrue(
        deployedCluster.gateways().contains(health.path("gateway").asText()), health.toString());

    try (var tunnel =
        KubernetesCluster.client()
            .services()
            .inNamespace(namespace.name())
            .withName("rooms-api")
            .portForward(5001)) {
      backEnd(tunnel, deployedCluster.apiToken())
          .emit("/news", "readers", "headline", "it rains", 1);
      reader.await("headline", "it rains", 1);

      var stranger = backEnd(tunnel, "guessed");
      assertEquals(401, stranger.post("/v1/events", Map.of("event", "headline")).statusCode());
    }
  }

  /** What is told to them meanwhile comes from a gateway that lives. */
  @Test
  @Needs(Need.NODE_TOOL)
  void bringsTheClientsOfAKilledGatewayBackToOthersWithNothingMissed() throws Exception {
    var guests = new ArrayList<SocketIoClients.Client>();
    for (int i = 0; i < 9; i++) {
      guests.add(connect("guest-" + i, 4, "", i % 3 == 0 ? "polling" : "websocket"));
      guests.get(i).emitWithAck("enter", "hall");
    }
    String doomed =
        deployedCluster.gateways().stream()
            .filter(gateway -> deployedCluster.metric(gateway, "wsfleet_connections") > 0)
            .findFirst()
            .orElseThrow();
    String living =
        deployedCluster.gateways().stream()
            .filter(each -> !each.equals(doomed))
            .findFirst()
            .orElseThrow();

    try (var tunnel =
        KubernetesCluster.client()
            .pods()
            .inNamespace(namespace.name())
            .withName(living)
            .portForward(5001)) {
      var bells = backEnd(tunnel, deployedCluster.apiToken());
      for (int bell = 0; bell < BELLS; bell++) {
        if (bell == BELLS / 4) {
          NodeTool.signal("KILL", NodeTool.pid(namespace.name(), doomed, "gateway"));
        }
        bells.emit("/", "hall", "bell", bell);
      }
    }

    var expected = IntStream.range(0, BELLS).boxed().toList();
    for (var guest : guests) {
      Awaitility.await(guest + " has heard the last bell")
          .atMost(ONE_MINUTE)
          .until(() -> guest.count("bell", BELLS - 1) > 0);
      assertEquals(
          expected,
          guest.received("bell").stream().map(bell -> bell.get(0).asInt()).toList(),
          guest::toString);
      assertEquals(
          1, new HashSet<>(guest.received("connect")).size(), guest + " has come back as another");
    }
    assertTrue(
        guests.stream().anyMatch(guest -> !guest.received("recovered").isEmpty()),
        "nobody was at " + doomed);
  }

  private static SocketIoClients.Client connect(
      String name, int generation, String of, String... transports) {
    Map<String, ?> options =
        Map.of(
            "transports",
            List.of(transports),
            "reconnectionDelay",
            200,
            "reconnectionDelayMax",
            1000);
    return socketIoClients
        .start(name, generation, deployedCluster.url() + of, options)
        .awaitConnected(1);
  }

  private static ApiClient backEnd(LocalPortForward tunnel, String token) {
    return new ApiClient("http://127.0.0.1:" + tunnel.getLocalPort(), token);
  }
}
