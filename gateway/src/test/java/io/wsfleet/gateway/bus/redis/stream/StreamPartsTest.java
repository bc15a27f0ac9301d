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
import io.wsfleet.gateway.bus.InMemorySessionStore;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

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
            new BusMessage.Recovered("/", "socket", 7),
            new BusMessage.Heartbeat("gateway-1"))) {
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
    StreamId here = new StreamId(1, 5);
    assertEquals(
        new Entry.Marker(here, new StreamId(0, 9)),
        EntryFormat.read(here, Map.of("prev", ascii("0-9"))));
    assertThrows(IOException.class, () -> EntryFormat.read(here, Map.of("2", ascii("x"))));
    assertThrows(IOException.class, () -> EntryFormat.read(here, Map.of("prev", ascii("x"))));
    assertThrows(
        IOException.class,
        () -> EntryFormat.read(here, Map.of("1", new byte[0], "p", ascii("p"), "n", ascii("n"))));
  }

  @Test
  void placesAreReadFromTextOnlyIfTheyAreSome() {
    assertEquals(new StreamId(3, 57), StreamId.parse("3-57"));
    for (String text : List.of("", "-", "3", "3-", "-3-5", "a-1", "1-99999999999999999999")) {
      assertNull(StreamId.parse(text), text);
    }
    assertEquals(new StreamPosition(new StreamId(1, 2), "h.x"), StreamPosition.parse("1-2.h.x"));
    assertNull(StreamPosition.parse("v"));
    assertNull(StreamPosition.parse(null));
    assertNull(StreamPosition.parse("1-2." + "x".repeat(100)));
  }

  @Test
  void aReaderSeesByTheIdsWhetherItMissedSomething() {
    assertEquals(Continuity.FOLLOWS, next(1, 5, said(1, 6)));
    assertEquals(Continuity.HOLE, next(1, 5, said(1, 7)));
    assertEquals(Continuity.FOLLOWS, next(1, 5, marker(2, 1, 5)));
    assertEquals(Continuity.HOLE, next(1, 5, marker(2, 1, 6)));
    assertEquals(Continuity.ASTRAY, next(1, 5, marker(2, 1, 4)));
    assertEquals(Continuity.HOLE, next(1, 5, said(2, 3)));
    assertEquals(Continuity.FOLLOWS, Continuity.of(StreamId.START, marker(1, 0, 0)));
    assertEquals(Continuity.HOLE, Continuity.of(StreamId.START, said(1, 3)));
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
  void whatComesWhileABatchIsOnItsWayIsTheNext() {
    Submissions submissions = new Submissions(10_000);
    List<Submission> first = submit(submissions, 3, 0);
    assertEquals(first, submissions.nextBatch());
    List<Submission> second = submit(submissions, 2, 0);
    assertEquals(List.of(), submissions.nextBatch());
    submissions.written();
    assertEquals(first, submissions.proved());
    assertEquals(second, submissions.nextBatch());
    submissions.written();
    assertEquals(second, submissions.proved());
    assertEquals(List.of(), submissions.nextBatch());
    assertEquals(0, submissions.size());
  }

  @Test
  void batchesAreBoundedInNumberAndInBytes() {
    Submissions submissions = new Submissions(100_000_000);
    submit(submissions, 300, 0);
    assertEquals(128, submissions.nextBatch().size());
    submissions.written();
    submissions.proved();
    submissions.nextBatch();
    submissions.written();
    submissions.proved();
    submissions.nextBatch();
    submissions.written();
    submissions.proved();
    Submission large = new Submission(message(), new byte[1_000_000], 0);
    submissions.add(large);
    List<Submission> small = submit(submissions, 1, 0);
    assertEquals(List.of(large), submissions.nextBatch());
    submissions.written();
    submissions.proved();
    assertEquals(small, submissions.nextBatch());
  }

  @Test
  void sendsAgainUnderTheSameNumbersWhatIsNotKnownToBeTaken() {
    Submissions submissions = new Submissions(10_000);
    List<Submission> all = submit(submissions, 2, 0);
    submissions.nextBatch();
    submissions.rewind();
    List<Submission> more = submit(submissions, 1, 0);
    assertEquals(List.of(all.get(0), all.get(1), more.get(0)), submissions.nextBatch());
    assertEquals(1, all.get(0).number());
    assertEquals(2, all.get(1).number());
    assertEquals(3, more.get(0).number());
  }

  @Test
  void givesUpTheOldestAndKeepsTheNumberOfWhatMayBeOnItsWay() {
    Submissions submissions = new Submissions(1000);
    List<Submission> sent = submit(submissions, 1, 10);
    submissions.nextBatch();
    List<Submission> waiting = submit(submissions, 2, 10);
    assertEquals(List.of(), submissions.overdue(9));
    assertEquals(List.of(sent.get(0), waiting.get(0), waiting.get(1)), submissions.overdue(10));
    assertEquals(List.of(), submissions.overdue(10), "once");
    assertTrue(sent.get(0).isWithdrawn());
    submissions.rewind();
    assertEquals(sent, submissions.nextBatch());
    assertEquals(0, sent.get(0).body().length);
    assertEquals(1, submissions.size(), "those without a number are gone");
    submissions.written();
    assertEquals(List.of(), submissions.proved(), "it was given up");

    List<Submission> more = submit(submissions, 3, 100);
    Submission last = new Submission(message(), new byte[10], 100);
    assertEquals(List.of(more.get(0)), submissions.add(last));
  }

  @Test
  void knowsWhatItsSocketsHaveHeardBeforeItComesBack() {
    Submissions submissions = new Submissions(10_000);
    List<Submission> first = submit(submissions, 1, 0);
    submissions.nextBatch();
    List<Submission> then = submit(submissions, 2, 0);
    assertEquals(List.of(first.get(0), then.get(0), then.get(1)), submissions.tell());
    assertEquals(List.of(), submissions.tell());
    submissions.written();
    submissions.proved();
    submissions.nextBatch();
    assertTrue(submissions.heard(1));
    assertFalse(submissions.heard(1));
    assertTrue(submissions.heard(3));
    assertFalse(submissions.heard(2), "it comes before 3, or never");
    submissions.written();
    submissions.proved();
    submit(submissions, 1, 0);
    assertEquals(4, submissions.nextBatch().get(0).number());
    assertFalse(submissions.heard(4));
  }

  @Test
  void pushesThatAreNoneAreRefusedWhateverTheyAre() throws Exception {
    byte[] good = push("h", "1", "5", "p", "7", EntryFormat.encode(message()));
    StreamId here = new StreamId(1, 5);
    assertEquals(new Push("h", List.of(new Entry.Said(here, "p", 7, message()))), Push.read(good));
    assertEquals(here, Push.read(good).last());
    assertThrows(IOException.class, () -> Push.read(push("h", "1", "5", "p")));
    assertThrows(IOException.class, () -> Push.read(push("h", "x", "5", "p", "7", new byte[3])));
    Push unreadable = Push.read(push("h", "1", "5", "p", "7", new byte[3]));
    assertTrue(unreadable.entries().get(0) instanceof Entry.Unreadable);
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(8)] = (byte) random.nextInt();
      try {
        Push.read(bad);
      } catch (IOException expected) {
        refused++;
      }
    }
    assertTrue(refused > 1000, refused + " of 10,000 were refused");
  }

  @Test
  void depositsInMemoryKeepTheContract() throws Exception {
    long[] now = {0};
    InMemorySessionStore deposits = new InMemorySessionStore(() -> now[0]);
    DepositsContract.check(deposits, deposits);
    deposits.save("x", 1, "content", 100);
    now[0] = 100;
    assertNull(deposits.claim("x", 100).toCompletableFuture().get().content());
    SessionStore ticking = new InMemorySessionStore(System::currentTimeMillis);
    DepositsContract.checkHeld(ticking, ticking);
  }

  private static List<Submission> submit(Submissions submissions, int count, long deadline) {
    List<Submission> all =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> new Submission(message(), new byte[10], deadline))
            .toList();
    all.forEach(submissions::add);
    return all;
  }

  private static byte[] push(Object... parts) throws IOException {
    try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
      out.packArrayHeader(parts.length);
      for (Object part : parts) {
        byte[] raw = part instanceof byte[] bytes ? bytes : ascii((String) part);
        out.packRawStringHeader(raw.length).addPayload(raw);
      }
      return out.toByteArray();
    }
  }

  private static BusMessage message() {
    return new Broadcast(Event.of("e"), Audience.all("/"), false);
  }

  private static Continuity next(long term, long number, Entry entry) {
    return Continuity.of(new StreamId(term, number), entry);
  }

  private static Entry said(long term, long number) {
    return new Entry.Said(new StreamId(term, number), "p", 1, message());
  }

  private static Entry marker(long term, long previousTerm, long previousNumber) {
    return new Entry.Marker(new StreamId(term, 0), new StreamId(previousTerm, previousNumber));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
