package io.wsfleet.gateway.bus.stream;

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
import io.wsfleet.gateway.bus.SessionStoreContract;
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
        new Entry.TermStart(here, new StreamId(0, 9)),
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
    assertEquals(SequenceCheck.FOLLOWS, next(1, 5, said(1, 6)));
    assertEquals(SequenceCheck.GAP, next(1, 5, said(1, 7)));
    assertEquals(SequenceCheck.FOLLOWS, next(1, 5, marker(2, 1, 5)));
    assertEquals(SequenceCheck.GAP, next(1, 5, marker(2, 1, 6)));
    assertEquals(SequenceCheck.DIVERGED, next(1, 5, marker(2, 1, 4)));
    assertEquals(SequenceCheck.GAP, next(1, 5, said(2, 3)));
    assertEquals(SequenceCheck.FOLLOWS, SequenceCheck.of(StreamId.START, marker(1, 0, 0)));
    assertEquals(SequenceCheck.GAP, SequenceCheck.of(StreamId.START, said(1, 3)));
  }

  @Test
  void asksForAsMuchAsFitsIntoAnAnswer() {
    ReadBatchSize readBatchSize = new ReadBatchSize();
    assertEquals(16, readBatchSize.entries());
    for (int i = 0; i < 10; i++) {
      readBatchSize.onBatch(readBatchSize.entries(), 100L * readBatchSize.entries());
    }
    assertEquals(500, readBatchSize.entries());
    readBatchSize.onBatch(500, 500L << 20);
    assertEquals(3, readBatchSize.entries());
    readBatchSize.onBatch(0, 0);
    assertEquals(3, readBatchSize.entries());
  }

  @Test
  void whatComesWhileABatchIsOnItsWayIsTheNext() {
    PublishOutbox publishOutbox = new PublishOutbox(10_000);
    List<PendingPublish> first = submit(publishOutbox, 3, 0);
    assertEquals(first, publishOutbox.nextBatch());
    List<PendingPublish> second = submit(publishOutbox, 2, 0);
    assertEquals(List.of(), publishOutbox.nextBatch());
    publishOutbox.markWritten();
    assertEquals(first, publishOutbox.acknowledgeWritten());
    assertEquals(second, publishOutbox.nextBatch());
    publishOutbox.markWritten();
    assertEquals(second, publishOutbox.acknowledgeWritten());
    assertEquals(List.of(), publishOutbox.nextBatch());
    assertEquals(0, publishOutbox.size());
  }

  @Test
  void batchesAreBoundedInNumberAndInBytes() {
    PublishOutbox publishOutbox = new PublishOutbox(100_000_000);
    submit(publishOutbox, 300, 0);
    assertEquals(128, publishOutbox.nextBatch().size());
    publishOutbox.markWritten();
    publishOutbox.acknowledgeWritten();
    publishOutbox.nextBatch();
    publishOutbox.markWritten();
    publishOutbox.acknowledgeWritten();
    publishOutbox.nextBatch();
    publishOutbox.markWritten();
    publishOutbox.acknowledgeWritten();
    PendingPublish large = new PendingPublish(message(), new byte[1_000_000], 0);
    publishOutbox.add(large);
    List<PendingPublish> small = submit(publishOutbox, 1, 0);
    assertEquals(List.of(large), publishOutbox.nextBatch());
    publishOutbox.markWritten();
    publishOutbox.acknowledgeWritten();
    assertEquals(small, publishOutbox.nextBatch());
  }

  @Test
  void sendsAgainUnderTheSameNumbersWhatIsNotKnownToBeTaken() {
    PublishOutbox publishOutbox = new PublishOutbox(10_000);
    List<PendingPublish> all = submit(publishOutbox, 2, 0);
    publishOutbox.nextBatch();
    publishOutbox.rewind();
    List<PendingPublish> more = submit(publishOutbox, 1, 0);
    assertEquals(List.of(all.get(0), all.get(1), more.get(0)), publishOutbox.nextBatch());
    assertEquals(1, all.get(0).number());
    assertEquals(2, all.get(1).number());
    assertEquals(3, more.get(0).number());
  }

  @Test
  void givesUpTheOldestAndKeepsTheNumberOfWhatMayBeOnItsWay() {
    PublishOutbox publishOutbox = new PublishOutbox(1000);
    List<PendingPublish> sent = submit(publishOutbox, 1, 10);
    publishOutbox.nextBatch();
    List<PendingPublish> waiting = submit(publishOutbox, 2, 10);
    assertEquals(List.of(), publishOutbox.removeExpired(9));
    assertEquals(
        List.of(sent.get(0), waiting.get(0), waiting.get(1)), publishOutbox.removeExpired(10));
    assertEquals(List.of(), publishOutbox.removeExpired(10), "once");
    assertTrue(sent.get(0).isWithdrawn());
    publishOutbox.rewind();
    assertEquals(sent, publishOutbox.nextBatch());
    assertEquals(0, sent.get(0).body().length);
    assertEquals(1, publishOutbox.size(), "those without a number are gone");
    publishOutbox.markWritten();
    assertEquals(List.of(), publishOutbox.acknowledgeWritten(), "it was given up");

    List<PendingPublish> more = submit(publishOutbox, 3, 100);
    PendingPublish last = new PendingPublish(message(), new byte[10], 100);
    assertEquals(List.of(more.get(0)), publishOutbox.add(last));
  }

  @Test
  void knowsWhatItsSocketsHaveHeardBeforeItComesBack() {
    PublishOutbox publishOutbox = new PublishOutbox(10_000);
    List<PendingPublish> first = submit(publishOutbox, 1, 0);
    publishOutbox.nextBatch();
    List<PendingPublish> then = submit(publishOutbox, 2, 0);
    assertEquals(List.of(first.get(0), then.get(0), then.get(1)), publishOutbox.takeUndelivered());
    assertEquals(List.of(), publishOutbox.takeUndelivered());
    publishOutbox.markWritten();
    publishOutbox.acknowledgeWritten();
    publishOutbox.nextBatch();
    assertTrue(publishOutbox.markReceived(1));
    assertFalse(publishOutbox.markReceived(1));
    assertTrue(publishOutbox.markReceived(3));
    assertFalse(publishOutbox.markReceived(2), "it comes before 3, or never");
    publishOutbox.markWritten();
    publishOutbox.acknowledgeWritten();
    submit(publishOutbox, 1, 0);
    assertEquals(4, publishOutbox.nextBatch().get(0).number());
    assertFalse(publishOutbox.markReceived(4));
  }

  @Test
  void pushesThatAreNoneAreRefusedWhateverTheyAre() throws Exception {
    byte[] good = push("h", "1", "5", "p", "7", EntryFormat.encode(message()));
    StreamId here = new StreamId(1, 5);
    assertEquals(
        new StreamNotification("h", List.of(new Entry.Message(here, "p", 7, message()))),
        StreamNotification.read(good));
    assertEquals(here, StreamNotification.read(good).last());
    assertThrows(IOException.class, () -> StreamNotification.read(push("h", "1", "5", "p")));
    assertThrows(
        IOException.class,
        () -> StreamNotification.read(push("h", "x", "5", "p", "7", new byte[3])));
    StreamNotification unreadable =
        StreamNotification.read(push("h", "1", "5", "p", "7", new byte[3]));
    assertTrue(unreadable.entries().get(0) instanceof Entry.Unreadable);
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(8)] = (byte) random.nextInt();
      try {
        StreamNotification.read(bad);
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
    SessionStoreContract.check(deposits, deposits);
    deposits.save("x", 1, "content", 100);
    now[0] = 100;
    assertNull(deposits.claim("x", 100).toCompletableFuture().get().content());
    SessionStore ticking = new InMemorySessionStore(System::currentTimeMillis);
    SessionStoreContract.checkHeld(ticking, ticking);
  }

  private static List<PendingPublish> submit(
      PublishOutbox publishOutbox, int count, long deadline) {
    List<PendingPublish> all =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> new PendingPublish(message(), new byte[10], deadline))
            .toList();
    all.forEach(publishOutbox::add);
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

  private static SequenceCheck next(long term, long number, Entry entry) {
    return SequenceCheck.of(new StreamId(term, number), entry);
  }

  private static Entry said(long term, long number) {
    return new Entry.Message(new StreamId(term, number), "p", 1, message());
  }

  private static Entry marker(long term, long previousTerm, long previousNumber) {
    return new Entry.TermStart(new StreamId(term, 0), new StreamId(previousTerm, previousNumber));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
