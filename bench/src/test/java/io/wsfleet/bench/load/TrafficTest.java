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
class TrafficTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofMillis(500);
  private static final Stub.Mistake NONE = delivery -> 1;
  private static final Stub.Mistake FORGETS = delivery -> delivery == 500 ? 0 : 1;
  private static final Stub.Mistake REPEATS = delivery -> delivery == 500 ? 2 : 1;
  private static final Shape EVERYBODY = new Shape(0, 6, 2, 2, 0);
  private static final Shape OPEN = new Shape(0, 6, 2, 1, 500);
  private static final Shape ROOMS = new Shape(3, 6, 2, 2, 0);

  @Test
  void broadcastsGoRoundAndNoneIsLost() throws IOException {
    assertTrue(talk(EVERYBODY, NONE, LIMIT).isNone());
    assertTrue(talk(OPEN, NONE, LIMIT).isNone());
  }

  @Test
  void messagesToRoomsReachExactlyTheirMembers() throws IOException {
    assertTrue(talk(ROOMS, NONE, LIMIT).isNone());
  }

  @Test
  void seesAMessageThatOneReceiverDidNotGet() throws IOException {
    Losses losses = talk(OPEN, FORGETS, DRAIN);
    assertFalse(losses.isNone());
    assertEquals(1, losses.missing());
    assertEquals(0, losses.repeatedOrLate());
  }

  @Test
  void seesAMessageThatCameTwice() throws IOException {
    Losses losses = talk(OPEN, REPEATS, DRAIN);
    assertEquals(0, losses.missing());
    assertEquals(1, losses.repeatedOrLate());
  }

  @Test
  void echoesComeBack() throws IOException {
    assertTrue(echo(NONE, LIMIT).isNone());
  }

  @Test
  void seesAnAnswerThatDidNotComeOrCameTwice() throws IOException {
    assertEquals(1, echo(FORGETS, DRAIN).missing());
    assertEquals(1, echo(REPEATS, DRAIN).repeatedOrLate());
  }

  @Test
  void seesThatTheServerClosedAConnection() throws IOException {
    try (var stub = new Stub(NONE);
        var loop = new Loop()) {
      new Crowd(loop, List.of(stub.address())).grow(3, LIMIT);
      stub.close();
      assertThrows(Invalid.class, () -> loop.run(LIMIT, Pacer.IDLE, () -> false));
    }
  }

  @Test
  void saysThatClientsWereNotLetIn() throws IOException {
    try (var stub = new Stub(NONE);
        var loop = new Loop()) {
      stub.close();
      var crowd = new Crowd(loop, List.of(stub.address()));
      assertThrows(Invalid.class, () -> crowd.grow(3, LIMIT));
    }
  }

  private static Losses talk(Shape shape, Stub.Mistake mistake, Duration drain) throws IOException {
    try (var stub = new Stub(mistake);
        var loop = new Loop()) {
      int others = shape.rooms() == 0 ? 0 : shape.publishers();
      List<Client> clients =
          new Crowd(loop, List.of(stub.address())).grow(shape.receivers() + others, LIMIT);
      int first = others == 0 ? 0 : shape.receivers();
      List<Client> publishers = clients.subList(first, first + shape.publishers());
      var meeting = new Meeting(loop, clients.size());
      clients.forEach(client -> client.tell(meeting));
      meeting.enter(shape, clients);
      meeting.greet(publishers.subList(0, 1));
      return count(loop, new Talk(shape, publishers), clients, drain);
    }
  }

  private static Losses echo(Stub.Mistake mistake, Duration drain) throws IOException {
    try (var stub = new Stub(mistake);
        var loop = new Loop()) {
      List<Client> clients = new Crowd(loop, List.of(stub.address())).grow(4, LIMIT);
      return count(loop, new Echo(clients), clients, drain);
    }
  }

  private static Losses count(Loop loop, Traffic traffic, List<Client> clients, Duration drain) {
    clients.forEach(client -> client.tell(traffic));
    traffic.begin(System.nanoTime());
    loop.run(LIMIT, traffic, () -> traffic.count() > 1000);
    traffic.end();
    loop.run(drain, Pacer.IDLE, traffic::isComplete);
    assertTrue(traffic.latency().getTotalCount() > 1000);
    return traffic.losses();
  }
}
