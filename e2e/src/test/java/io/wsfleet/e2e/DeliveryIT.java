package io.wsfleet.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.e2e.cluster.Fleet;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.peer.Clients;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients at different gateways are one crowd, and each finds its own gateway again. */
@Needs({Need.NODE, Need.CLIENT_ADDRESSES})
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

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.everywhere();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("delivery");

  private static Fleet fleet;
  private static Clients clients;

  /** A connected client, where it came from and which gateway holds it. */
  private record Guest(Clients.Client client, String address, String gateway) {}

  @BeforeAll
  static void aFleetOfThreeGateways() {
    fleet = namespace.apply("chat", SPEC).awaitReady();
    clients = new Clients();
  }

  @AfterAll
  static void disconnect() {
    if (clients != null) clients.close();
  }

  @Test
  void bringsWhatOneSaysToTheOthersOnceEach() {
    List<Guest> guests = guestsOnMoreThanOneGateway("say");
    Guest speaker = guests.get(0);

    speaker.client().emit("say", "hello", List.of(1, 2));
    // A second word follows the first on every way there is, so what was sent twice has come twice
    // by then.
    speaker.client().emit("shout", "over");

    for (Guest guest : guests) {
      guest.client().await("shouted", "over");
      int expected = guest == speaker ? 0 : 1;
      assertEquals(
          expected, guest.client().times("said", "hello", List.of(1, 2)), guest.toString());
      assertEquals(1, guest.client().times("shouted", "over"), guest.toString());
    }
  }

  @Test
  void bringsWhatAClientOfTheOlderGenerationSaysToTheNewerAndBack() {
    String[] addresses = Settings.clientAddresses().toArray(new String[0]);
    var older = clients.connectFrom(addresses[0], "older", 2, fleet.url());
    var newer = clients.connectFrom(addresses[1], "newer", 4, fleet.url());

    older.emit("say", "from 2.x");
    newer.emit("say", "from 4.x");

    newer.await("said", "from 2.x");
    older.await("said", "from 4.x");
  }

  @Test
  void bringsAnAddressBackToItsGatewayWithinTenSeconds() {
    int visit = 0;
    for (String address : Settings.clientAddresses().subList(0, 3)) {
      Guest first = connect("back-" + visit++, address);
      for (int again = 0; again < 4; again++) {
        Guest next = connect("back-" + visit++, address);
        assertEquals(first.gateway(), next.gateway(), address + " came to another gateway");
      }
    }
  }

  @Test
  void makesAnAnnouncementOnceForTheWholeFleet() {
    List<Guest> guests = guestsOnMoreThanOneGateway("tick");
    for (Guest guest : guests) guest.client().await("tick", java.util.Map.of("from", "the fleet"));
    int before = guests.get(0).client().heard("tick").size();
    long start = System.nanoTime();

    Awaitility.await("five more announcements")
        .atMost(Duration.ofSeconds(30))
        .until(() -> guests.get(0).client().heard("tick").size() >= before + 5);

    // Three gateways that announced each by itself would be three times as fast.
    long slots = Duration.ofNanos(System.nanoTime() - start).toSeconds() / 2 + 2;
    for (Guest guest : guests) {
      int heard = guest.client().heard("tick").size() - before;
      assertTrue(
          heard <= slots, guest + " heard " + heard + " announcements in " + slots + " slots");
    }
  }

  /**
   * From each address there is; again, once the affinity has run out, should all have come to one
   * gateway.
   */
  private static List<Guest> guestsOnMoreThanOneGateway(String topic) {
    for (int attempt = 0; attempt < 5; attempt++) {
      var guests = new ArrayList<Guest>();
      for (String address : Settings.clientAddresses()) {
        guests.add(connect(topic + "-" + attempt + "-" + address, address));
      }
      if (guests.stream().map(Guest::gateway).distinct().count() > 1) return guests;
      guests.forEach(guest -> guest.client().disconnect());
      Awaitility.await("the affinity of " + guests.get(0).address() + " to run out")
          .atMost(Duration.ofSeconds(20))
          .pollDelay(Duration.ofSeconds(11))
          .until(() -> true);
    }
    throw new AssertionError("five times all addresses came to one gateway");
  }

  private static Guest connect(String name, String address) {
    Clients.Client client = clients.connectFrom(address, name, 4, fleet.url());
    client.emit("testMsg", "where am I?");
    String id = client.id();
    String gateway =
        Awaitility.await("the log line of " + name)
            .atMost(Duration.ofSeconds(10))
            .until(() -> gatewayThatLogged(id), Optional::isPresent)
            .orElseThrow();
    return new Guest(client, address, gateway);
  }

  private static Optional<String> gatewayThatLogged(String clientId) {
    var holders = new HashSet<String>();
    for (String gateway : fleet.gateways()) {
      if (fleet
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
