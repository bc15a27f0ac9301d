package io.wsfleet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generator against a server of its own kind, which makes the mistakes that it must see. */
class LoadTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofMillis(500);
  private static final StubServer.DeliveryFault NONE = delivery -> 1;
  private static final StubServer.DeliveryFault DROPS = delivery -> delivery == 500 ? 0 : 1;
  private static final StubServer.DeliveryFault DUPLICATES = delivery -> delivery == 500 ? 2 : 1;
  private static final LoadProfile EVERYBODY = new LoadProfile(0, 6, 2, 2, 0);
  private static final LoadProfile OPEN = new LoadProfile(0, 6, 2, 1, 500);
  private static final LoadProfile ROOMS = new LoadProfile(3, 6, 2, 2, 0);

  @Test
  void broadcastsGoRoundAndNoneIsLost() throws IOException {
    assertTrue(broadcast(EVERYBODY, NONE, LIMIT).isNone());
    assertTrue(broadcast(OPEN, NONE, LIMIT).isNone());
  }

  @Test
  void messagesToRoomsReachExactlyTheirMembers() throws IOException {
    assertTrue(broadcast(ROOMS, NONE, LIMIT).isNone());
  }

  @Test
  void seesAMessageThatOneReceiverDidNotGet() throws IOException {
    Losses losses = broadcast(OPEN, DROPS, DRAIN);
    assertFalse(losses.isNone());
    assertEquals(1, losses.missing());
    assertEquals(0, losses.repeatedOrLate());
  }

  @Test
  void seesAMessageThatCameTwice() throws IOException {
    Losses losses = broadcast(OPEN, DUPLICATES, DRAIN);
    assertEquals(0, losses.missing());
    assertEquals(1, losses.repeatedOrLate());
  }

  @Test
  void echoesComeBack() throws IOException {
    assertTrue(echo(NONE, LIMIT).isNone());
  }

  @Test
  void seesAnAnswerThatDidNotComeOrCameTwice() throws IOException {
    assertEquals(1, echo(DROPS, DRAIN).missing());
    assertEquals(1, echo(DUPLICATES, DRAIN).repeatedOrLate());
  }

  @Test
  void seesThatTheServerClosedAConnection() throws IOException {
    try (var stubServer = new StubServer(NONE);
        var selectorLoop = new SelectorLoop()) {
      new ConnectRamp(selectorLoop, List.of(stubServer.address())).connectUpTo(3, LIMIT);
      stubServer.close();
      assertThrows(
          InvalidRunException.class, () -> selectorLoop.run(LIMIT, Pacer.IDLE, () -> false));
    }
  }

  @Test
  void saysThatClientsWereNotLetIn() throws IOException {
    try (var stubServer = new StubServer(NONE);
        var selectorLoop = new SelectorLoop()) {
      stubServer.close();
      var connectRamp = new ConnectRamp(selectorLoop, List.of(stubServer.address()));
      assertThrows(InvalidRunException.class, () -> connectRamp.connectUpTo(3, LIMIT));
    }
  }

  private static Losses broadcast(
      LoadProfile loadProfile, StubServer.DeliveryFault deliveryFault, Duration drain)
      throws IOException {
    try (var stubServer = new StubServer(deliveryFault);
        var selectorLoop = new SelectorLoop()) {
      int others = loadProfile.rooms() == 0 ? 0 : loadProfile.publishers();
      List<Client> clients =
          new ConnectRamp(selectorLoop, List.of(stubServer.address()))
              .connectUpTo(loadProfile.receivers() + others, LIMIT);
      int first = others == 0 ? 0 : loadProfile.receivers();
      List<Client> publishers = clients.subList(first, first + loadProfile.publishers());
      var readinessBarrier = new ReadinessBarrier(selectorLoop, clients.size());
      clients.forEach(client -> client.setListener(readinessBarrier));
      readinessBarrier.joinRooms(loadProfile, clients);
      readinessBarrier.awaitAllReceive(publishers.subList(0, 1));
      return count(selectorLoop, new BroadcastLoad(loadProfile, publishers), clients, drain);
    }
  }

  private static Losses echo(StubServer.DeliveryFault deliveryFault, Duration drain)
      throws IOException {
    try (var stubServer = new StubServer(deliveryFault);
        var selectorLoop = new SelectorLoop()) {
      List<Client> clients =
          new ConnectRamp(selectorLoop, List.of(stubServer.address())).connectUpTo(4, LIMIT);
      return count(selectorLoop, new EchoLoad(clients), clients, drain);
    }
  }

  private static Losses count(
      SelectorLoop selectorLoop, Load load, List<Client> clients, Duration drain) {
    clients.forEach(client -> client.setListener(load));
    load.begin(System.nanoTime());
    selectorLoop.run(LIMIT, load, () -> load.count() > 1000);
    load.end();
    selectorLoop.run(drain, Pacer.IDLE, load::isComplete);
    assertTrue(load.latency().getTotalCount() > 1000);
    return load.losses();
  }
}
