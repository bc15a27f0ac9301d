package io.wsfleet.e2e.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of different gateways get each other's messages, and each returns to its own gateway. */
@Needs({Need.NODE, Need.CLIENT_ADDRESSES})
@SideBySide(Lane.FLEET_B)
class DeliveryIT {

  private static final String SPEC =
      """
      gateway: {replicas: 3}
      events:
        - {on: testMsg, log: true}
        - {on: say, broadcast: {event: said, to: Others}}
        - {on: shout, broadcast: {event: shouted, to: Everyone}}
      announcements: [{event: tick, everySeconds: 2, data: {from: the fleet}}]
      """;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("delivery");

  private static DeployedCluster deployedCluster;
  private static SocketIoClients socketIoClients;

  /** A connected client, where it came from and which gateway holds it. */
  private record ConnectedClient(SocketIoClients.Client client, String address, String gateway) {}

  @BeforeAll
  static void aFleetOfThreeGateways() {
    deployedCluster = namespace.apply("chat", SPEC).awaitReady();
    socketIoClients = new SocketIoClients();
  }

  @AfterAll
  static void disconnect() {
    if (socketIoClients != null) socketIoClients.close();
  }

  @Test
  void bringsWhatOneSaysToTheOthersOnceEach() {
    List<ConnectedClient> guests = clientsOnSeveralGateways("say");
    ConnectedClient speaker = guests.get(0);

    speaker.client().emit("say", "hello", List.of(1, 2));
    // A second word follows the first on every way there is, so what was sent twice has come twice
    // by then.
    speaker.client().emit("shout", "over");

    for (ConnectedClient connectedClient : guests) {
      connectedClient.client().await("shouted", "over");
      int expected = connectedClient == speaker ? 0 : 1;
      assertEquals(
          expected,
          connectedClient.client().count("said", "hello", List.of(1, 2)),
          connectedClient.toString());
      assertEquals(
          1, connectedClient.client().count("shouted", "over"), connectedClient.toString());
    }
  }

  @Test
  void bringsWhatAClientOfTheOlderGenerationSaysToTheNewerAndBack() {
    String[] addresses = E2eSettings.clientAddresses().toArray(new String[0]);
    var older = socketIoClients.connectFrom(addresses[0], "older", 2, deployedCluster.url());
    var newer = socketIoClients.connectFrom(addresses[1], "newer", 4, deployedCluster.url());

    older.emit("say", "from 2.x");
    newer.emit("say", "from 4.x");

    newer.await("said", "from 2.x");
    older.await("said", "from 4.x");
  }

  @Test
  void bringsAnAddressBackToItsGatewayWithinTenSeconds() {
    int visit = 0;
    for (String address : E2eSettings.clientAddresses().subList(0, 3)) {
      ConnectedClient first = connect("back-" + visit++, address);
      for (int again = 0; again < 4; again++) {
        ConnectedClient next = connect("back-" + visit++, address);
        assertEquals(first.gateway(), next.gateway(), address + " came to another gateway");
      }
    }
  }

  @Test
  void makesAnAnnouncementOnceForTheWholeFleet() {
    List<ConnectedClient> guests = clientsOnSeveralGateways("tick");
    for (ConnectedClient connectedClient : guests)
      connectedClient.client().await("tick", Map.of("from", "the fleet"));
    int before = guests.get(0).client().received("tick").size();
    long start = System.nanoTime();

    Awaitility.await("five more announcements")
        .atMost(Duration.ofSeconds(30))
        .until(() -> guests.get(0).client().received("tick").size() >= before + 5);

    // Three gateways that announced each by itself would be three times as fast.
    long slots = Duration.ofNanos(System.nanoTime() - start).toSeconds() / 2 + 2;
    for (ConnectedClient connectedClient : guests) {
      int received = connectedClient.client().received("tick").size() - before;
      assertTrue(
          received <= slots,
          connectedClient + " heard " + received + " announcements in " + slots + " slots");
    }
  }

  /**
   * Connects from each local address, again after the affinity timeout if all got the same gateway.
   */
  private static List<ConnectedClient> clientsOnSeveralGateways(String topic) {
    for (int attempt = 0; attempt < 5; attempt++) {
      var guests = new ArrayList<ConnectedClient>();
      for (String address : E2eSettings.clientAddresses()) {
        guests.add(connect(topic + "-" + attempt + "-" + address, address));
      }
      if (guests.stream().map(ConnectedClient::gateway).distinct().count() > 1) return guests;
      guests.forEach(connectedClient -> connectedClient.client().disconnect());
      Awaitility.await("the affinity of " + guests.get(0).address() + " to run out")
          .atMost(Duration.ofSeconds(20))
          .pollDelay(Duration.ofSeconds(11))
          .until(() -> true);
    }
    throw new AssertionError("five times all addresses came to one gateway");
  }

  private static ConnectedClient connect(String name, String address) {
    SocketIoClients.Client client =
        socketIoClients.connectFrom(address, name, 4, deployedCluster.url());
    client.emit("testMsg", "where am I?");
    String id = client.id();
    String gateway =
        Awaitility.await("the log line of " + name)
            .atMost(Duration.ofSeconds(10))
            .until(() -> gatewayThatLogged(id), Optional::isPresent)
            .orElseThrow();
    return new ConnectedClient(client, address, gateway);
  }

  private static Optional<String> gatewayThatLogged(String clientId) {
    var holders = new HashSet<String>();
    for (String gateway : deployedCluster.gateways()) {
      if (deployedCluster
          .log(gateway)
          .lines()
          .anyMatch(line -> line.contains("testMsg") && line.contains(clientId))) {
        holders.add(gateway);
      }
    }
    assertTrue(holders.size() <= 1, clientId + " is in the logs of " + holders);
    return holders.stream().findFirst();
  }
}
