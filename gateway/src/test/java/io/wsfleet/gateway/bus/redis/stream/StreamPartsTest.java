package io.wsfleet.gateway.bus.redis.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.LocalDeposits;
import io.wsfleet.gateway.bus.Offset;
import io.wsfleet.gateway.bus.Position;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamPartsTest {
  private static final Audience SOME =
      new Audience("/chat", Set.of("a", "r\u00e4um\ud800"), Set.of("b"));

  @Test
  void everyMessageSurvivesItsBytes() throws Exception {
    for (BusMessage message :
        List.of(
            new Broadcast(Event.of("e\ud800", "1", "{\"a\":[]}"), SOME, true),
            new BusMessage.Join(SOME, Set.of("x", "y")),
            new BusMessage.Leave(SOME, Set.of()),
            new BusMessage.Disconnect(SOME, true),
            new BusMessage.ServerEvent("/", Event.of("ping")),
            new BusMessage.Recovered("/", "socket", 7))) {
      assertEquals(message, EntryFormat.decode(EntryFormat.encode(message)));
    }
    byte[] attachment = {0, -1, 10, 13};
    Event binary = new Event("b", ",{\"_placeholder\":true,\"num\":0}", List.of(attachment));
    Broadcast back =
        (Broadcast) EntryFormat.decode(EntryFormat.encode(new Broadcast(binary, SOME, false)));
    assertArrayEquals(attachment, back.event().attachments().get(0));
  }

  @Test
  void bytesThatAreNoMessageAreRefusedWhateverTheyAre() {
    byte[] good = EntryFormat.encode(new Broadcast(Event.of("e", "1"), SOME, false));
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bad = good.clone();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        EntryFormat.decode(bad);
      } catch (IOException expected) {
        refused++;
      }
    }
    assertTrue(refused > 1000, refused + " of 10,000 were refused");
  }

  @Test
  void entriesOfOtherVersionsAreNotRead() throws Exception {
    Position here = new Position(1, 5);
    assertEquals(
        new Entry.Marker(here, new Position(0, 9)),
        EntryFormat.read(here, Map.of("prev", ascii("0-9"))));
    assertThrows(IOException.class, () -> EntryFormat.read(here, Map.of("2", ascii("x"))));
    assertThrows(IOException.class, () -> EntryFormat.read(here, Map.of("prev", ascii("x"))));
    assertThrows(
        IOException.class,
        () -> EntryFormat.read(here, Map.of("1", new byte[0], "p", ascii("p"), "n", ascii("n"))));
  }

  @Test
  void placesAreReadFromTextOnlyIfTheyAreSome() {
    assertEquals(new Position(3, 57), Position.parse("3-57"));
    for (String text : List.of("", "-", "3", "3-", "-3-5", "a-1", "1-99999999999999999999")) {
      assertNull(Position.parse(text), text);
    }
    assertEquals(new Offset(new Position(1, 2), "h.x"), Offset.parse("1-2.h.x"));
    assertNull(Offset.parse("v"));
    assertNull(Offset.parse(null));
    assertNull(Offset.parse("1-2." + "x".repeat(100)));
  }

  @Test
  void aReaderSeesByTheIdsWhetherItMissedSomething() {
    assertEquals(Continuity.FOLLOWS, next(1, 5, said(1, 6)));
    assertEquals(Continuity.HOLE, next(1, 5, said(1, 7)));
    assertEquals(Continuity.FOLLOWS, next(1, 5, marker(2, 1, 5)));
    assertEquals(Continuity.HOLE, next(1, 5, marker(2, 1, 6)));
    assertEquals(Continuity.ASTRAY, next(1, 5, marker(2, 1, 4)));
    assertEquals(Continuity.HOLE, next(1, 5, said(2, 3)));
    assertEquals(Continuity.FOLLOWS, Continuity.of(Position.START, marker(1, 0, 0)));
    assertEquals(Continuity.HOLE, Continuity.of(Position.START, said(1, 3)));
  }

  @Test
  void asksForAsMuchAsFitsIntoAnAnswer() {
    Appetite appetite = new Appetite();
    assertEquals(16, appetite.entries());
    for (int i = 0; i < 10; i++) {
      appetite.had(appetite.entries(), 100L * appetite.entries());
    }
    assertEquals(500, appetite.entries());
    appetite.had(500, 500L << 20);
    assertEquals(3, appetite.entries());
    appetite.had(0, 0);
    assertEquals(3, appetite.entries());
  }

  @Test
  void sendsAgainUnderTheSameNumbersWhatIsNotKnownToBeTaken() {
    Submissions submissions = new Submissions(10_000, 10);
    List<Submission> all = submit(submissions, 3, 0);
    assertEquals(all.get(0), submissions.next());
    assertTrue(submissions.isFirst(all.get(0)));
    assertEquals(all.get(1), submissions.next());
    assertFalse(submissions.isFirst(all.get(1)));
    submissions.taken(all.get(0));
    submissions.rewind();
    assertEquals(all.get(1), submissions.next());
    assertEquals(2, all.get(1).number());
    assertTrue(submissions.isFirst(all.get(1)));
    assertEquals(all.get(2), submissions.next());
    assertEquals(3, all.get(2).number());
    assertNull(submissions.next());
  }

  @Test
  void givesUpTheOldestAndKeepsTheNumberOfWhatMayBeOnItsWay() {
    Submissions submissions = new Submissions(1000, 1);
    List<Submission> all = submit(submissions, 3, 10);
    submissions.next();
    assertEquals(List.of(), submissions.overdue(9));
    assertEquals(all, submissions.overdue(10));
    assertEquals(List.of(), submissions.overdue(10), "once");
    assertTrue(all.get(0).isWithdrawn());
    submissions.rewind();
    assertEquals(all.get(0), submissions.next());
    assertEquals(0, all.get(0).body().length);
    assertEquals(1, submissions.size(), "those without a number are gone");

    List<Submission> more = submit(submissions, 2, 100);
    Submission last = new Submission(message(), new byte[10], 100);
    assertEquals(List.of(more.get(0)), submissions.add(last));
  }

  @Test
  void knowsWhatItsSocketsHaveHeardBeforeItComesBack() {
    Submissions submissions = new Submissions(10_000, 10);
    List<Submission> all = submit(submissions, 3, 0);
    submissions.next();
    assertEquals(all, submissions.tell());
    assertEquals(List.of(), submissions.tell());
    submissions.next();
    submissions.taken(all.get(0));
    assertTrue(submissions.heard(1));
    assertFalse(submissions.heard(1));
    submissions.next();
    assertTrue(submissions.heard(3));
    assertFalse(submissions.heard(2), "it comes before 3, or never");
    submit(submissions, 1, 0);
    assertEquals(4, submissions.next().number());
    assertFalse(submissions.heard(4));
  }

  @Test
  void depositsInMemoryKeepTheContract() throws Exception {
    long[] now = {0};
    LocalDeposits deposits = new LocalDeposits(() -> now[0]);
    DepositsContract.check(deposits, deposits);
    deposits.put("x", 1, "content", 100);
    now[0] = 100;
    assertNull(deposits.take("x", 100).toCompletableFuture().get().content());
  }

  private static List<Submission> submit(Submissions submissions, int count, long deadline) {
    List<Submission> all =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> new Submission(message(), new byte[10], deadline))
            .toList();
    all.forEach(submissions::add);
    return all;
  }

  private static BusMessage message() {
    return new Broadcast(Event.of("e"), Audience.all("/"), false);
  }

  private static Continuity next(long term, long number, Entry entry) {
    return Continuity.of(new Position(term, number), entry);
  }

  private static Entry said(long term, long number) {
    return new Entry.Said(new Position(term, number), "p", 1, message());
  }

  private static Entry marker(long term, long previousTerm, long previousNumber) {
    return new Entry.Marker(new Position(term, 0), new Position(previousTerm, previousNumber));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
