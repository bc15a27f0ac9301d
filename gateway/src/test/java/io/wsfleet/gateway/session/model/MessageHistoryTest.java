package io.wsfleet.gateway.session.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.Replay.MissedMessages;
import io.wsfleet.gateway.session.model.Replay.NotRecoverable;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageHistoryTest {
  private static final Audience ALL = Audience.all("/");

  private final MessageHistory messageHistory =
      new MessageHistory(new RecoverySettings(10_000, 100, 100_000, 0, 1000, 100));

  @BeforeEach
  void begin() {
    messageHistory.reset(at(0));
  }

  @Test
  void replaysTheMessagesOfTheSessionsRoomsOnce() {
    add(1, ALL);
    add(2, Audience.room("/", "a"));
    add(3, Audience.room("/", "other"));
    add(4, new Audience("/", Set.of("a", "me"), Set.of()));
    add(5, ALL.except("a"));
    add(6, Audience.all("/chat"));
    assertEquals(List.of("2", "4"), missed(since(1, session(1, "a", "me"))));
  }

  @Test
  void replaysNoVolatileOrServerEvents() {
    messageHistory.add(at(1), new Broadcast(Event.of("e", "1"), ALL, true), 0);
    messageHistory.add(at(2), new BusMessage.ServerEvent("/", Event.of("e", "2")), 0);
    messageHistory.add(at(3), new BusMessage.Recovered("/", "me", 2), 0);
    assertEquals(List.of(), missed(since(0, session(0, "me"))));
  }

  @Test
  void appliesMissedJoinsAndLeaves() {
    add(1, Audience.room("/", "late"));
    messageHistory.add(at(2), new BusMessage.Join(Audience.room("/", "me"), Set.of("late")), 0);
    add(3, Audience.room("/", "late"));
    messageHistory.add(at(4), new BusMessage.Leave(ALL, Set.of("late")), 0);
    add(5, Audience.room("/", "late"));
    MissedMessages missedMessages =
        assertInstanceOf(MissedMessages.class, since(0, session(0, "me")));
    assertEquals(List.of("3"), missed(missedMessages));
    assertEquals(Set.of("me"), missedMessages.rooms());
  }

  @Test
  void appliesNoChangesThatTheSessionContains() {
    messageHistory.add(at(1), new BusMessage.Leave(ALL, Set.of("a")), 0);
    add(2, Audience.room("/", "a"));
    assertEquals(List.of("2"), missed(since(0, session(2, "me", "a"))));
  }

  @Test
  void failsForADisconnectedSessionAlone() {
    messageHistory.add(at(1), new BusMessage.Disconnect(Audience.room("/", "me"), false), 0);
    assertEquals(new NotRecoverable(RecoveryFailure.DISCONNECTED), since(0, session(0, "me")));
    assertInstanceOf(MissedMessages.class, since(0, session(0, "you")));
    assertInstanceOf(MissedMessages.class, since(0, session(1, "me")));
  }

  @Test
  void failsForTrimmedPositions() {
    messageHistory.reset(at(10));
    add(11, ALL);
    assertEquals(new NotRecoverable(RecoveryFailure.TRIMMED), since(9, session(9, "me")));
    assertEquals(List.of("11"), missed(since(10, session(9, "me"))));
    assertEquals(
        new NotRecoverable(RecoveryFailure.EPOCH_CHANGED),
        messageHistory.replay(
            new StreamPosition(new StreamId(1, 10), "another"), session(10, "me")));
  }

  @Test
  void failsBeforeItHasStarted() {
    MessageHistory unbegun = new MessageHistory(new RecoverySettings(1000, 1, 1, 1, 1000, 1));
    assertEquals(
        new NotRecoverable(RecoveryFailure.EPOCH_CHANGED), unbegun.replay(at(0), session(0, "me")));
  }

  @Test
  void limitsNumberBytesAndAge() {
    for (int i = 1; i <= 250; i++) {
      add(i, ALL);
    }
    assertEquals(100, messageHistory.size());
    assertEquals(new NotRecoverable(RecoveryFailure.TRIMMED), since(149, session(0, "me")));
    assertEquals(100, missed(since(150, session(0, "me"))).size());

    String large = "\"" + "x".repeat(60_000) + "\"";
    messageHistory.add(at(251), new Broadcast(Event.of("e", large), ALL, false), 0);
    messageHistory.add(at(252), new Broadcast(Event.of("e", large), ALL, false), 0);
    assertEquals(1, messageHistory.size());
    assertTrue(messageHistory.bytes() <= 100_000, "bytes " + messageHistory.bytes());

    messageHistory.trim(1_000_000);
    assertEquals(0, messageHistory.size());
    assertEquals(0, messageHistory.bytes());
    assertEquals(List.of(), missed(since(252, session(0, "me"))), "it still knows where it is");
  }

  @Test
  void replaysWhatAConnectedSocketReceives() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      MessageHistory any =
          new MessageHistory(new RecoverySettings(10_000, 1000, 1_000_000, 0, 1000, 100));
      any.reset(at(0));
      Set<String> rooms = new HashSet<>(Set.of("me"));
      int left = random.nextInt(60);
      Set<String> then = Set.copyOf(rooms);
      List<String> due = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        BusMessage message = any(random, i);
        any.add(at(i), message, i);
        if (message instanceof Broadcast broadcast) {
          if (i > left && broadcast.audience().includes(rooms)) {
            due.add(String.valueOf(i));
          }
        } else if (message instanceof BusMessage.Join join && join.audience().includes(rooms)) {
          rooms.addAll(join.rooms());
        } else if (message instanceof BusMessage.Leave leave && leave.audience().includes(rooms)) {
          rooms.removeAll(leave.rooms());
        }
        if (i == left) {
          then = Set.copyOf(rooms);
        }
      }
      Session session = new Session("me", "/", then, "{}", at(0), at(left), at(left));
      MissedMessages missedMessages =
          assertInstanceOf(MissedMessages.class, any.replay(at(left), session), "seed " + seed);
      assertEquals(due, missed(missedMessages), "seed " + seed);
      assertEquals(rooms, missedMessages.rooms(), "seed " + seed);
    }
  }

  private static BusMessage any(Random random, int number) {
    String room = "r" + random.nextInt(3);
    Audience audience = random.nextInt(4) == 0 ? ALL : Audience.room("/", room);
    return switch (random.nextInt(4)) {
      case 0 -> new BusMessage.Join(Audience.room("/", "me"), Set.of(room));
      case 1 -> new BusMessage.Leave(audience, Set.of("r" + random.nextInt(3)));
      default -> broadcast(number, audience);
    };
  }

  private void add(int number, Audience audience) {
    messageHistory.add(at(number), broadcast(number, audience), 0);
  }

  private static Broadcast broadcast(int number, Audience audience) {
    return new Broadcast(Event.of("e", String.valueOf(number)), audience, false);
  }

  private static Session session(int at, String... rooms) {
    return new Session("me", "/", Set.of(rooms), "{}", at(0), at(at), at(at));
  }

  private Replay since(int number, Session session) {
    return messageHistory.replay(at(number), session);
  }

  private static List<String> missed(Replay replay) {
    return assertInstanceOf(MissedMessages.class, replay).deliveries().stream()
        .map(Delivery::event)
        .map(event -> event.tail().substring(1))
        .toList();
  }

  private static StreamPosition at(int number) {
    return new StreamPosition(new StreamId(1, number), "h");
  }
}
