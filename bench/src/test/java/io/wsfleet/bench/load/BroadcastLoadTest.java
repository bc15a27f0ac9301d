package io.wsfleet.bench.load;

import static io.wsfleet.bench.load.LoadRunner.DRAIN;
import static io.wsfleet.bench.load.LoadRunner.DROPS;
import static io.wsfleet.bench.load.LoadRunner.DUPLICATES;
import static io.wsfleet.bench.load.LoadRunner.LIMIT;
import static io.wsfleet.bench.load.LoadRunner.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs against a stub server that makes the mistakes which the load must detect. */
class BroadcastLoadTest {

  private static final LoadProfile EVERYBODY = new LoadProfile(0, 6, 2, 2, 0);
  private static final LoadProfile OPEN = new LoadProfile(0, 6, 2, 1, 500);
  private static final LoadProfile ROOMS = new LoadProfile(3, 6, 2, 2, 0);

  @Test
  void deliversEachBroadcastToEachReceiver() throws IOException {
    assertTrue(broadcast(EVERYBODY, NONE, LIMIT).isNone());
    assertTrue(broadcast(OPEN, NONE, LIMIT).isNone());
  }

  @Test
  void deliversMessagesOfARoomToItsMembersOnly() throws IOException {
    assertTrue(broadcast(ROOMS, NONE, LIMIT).isNone());
  }

  @Test
  void countsAMessageThatOneReceiverDidNotGet() throws IOException {
    Losses losses = broadcast(OPEN, DROPS, DRAIN);
    assertFalse(losses.isNone());
    assertEquals(1, losses.missing());
    assertEquals(0, losses.repeatedOrLate());
  }

  @Test
  void countsAMessageThatCameTwice() throws IOException {
    Losses losses = broadcast(OPEN, DUPLICATES, DRAIN);
    assertEquals(0, losses.missing());
    assertEquals(1, losses.repeatedOrLate());
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
      return LoadRunner.run(
          selectorLoop, new BroadcastLoad(loadProfile, publishers), clients, drain);
    }
  }
}
