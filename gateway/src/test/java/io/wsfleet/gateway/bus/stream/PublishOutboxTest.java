package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublishOutboxTest {
  private static final BusMessage MESSAGE = new Broadcast(Event.of("e"), Audience.all("/"), false);

  @Test
  void sendsOneBatchAtATime() {
    PublishOutbox outbox = new PublishOutbox(10_000);
    List<PendingPublish> first = submit(outbox, 3, 0);
    assertEquals(first, outbox.nextBatch());
    List<PendingPublish> second = submit(outbox, 2, 0);
    assertEquals(List.of(), outbox.nextBatch());
    outbox.markWritten();
    assertEquals(first, outbox.acknowledgeWritten());
    assertEquals(second, outbox.nextBatch());
    outbox.markWritten();
    assertEquals(second, outbox.acknowledgeWritten());
    assertEquals(List.of(), outbox.nextBatch());
    assertEquals(0, outbox.size());
  }

  @Test
  void limitsABatchInNumberAndInBytes() {
    PublishOutbox outbox = new PublishOutbox(100_000_000);
    submit(outbox, 300, 0);
    assertEquals(128, outbox.nextBatch().size());
    outbox.markWritten();
    outbox.acknowledgeWritten();
    outbox.nextBatch();
    outbox.markWritten();
    outbox.acknowledgeWritten();
    outbox.nextBatch();
    outbox.markWritten();
    outbox.acknowledgeWritten();
    PendingPublish large = new PendingPublish(MESSAGE, new byte[1_000_000], 0);
    outbox.add(large);
    List<PendingPublish> small = submit(outbox, 1, 0);
    assertEquals(List.of(large), outbox.nextBatch());
    outbox.markWritten();
    outbox.acknowledgeWritten();
    assertEquals(small, outbox.nextBatch());
  }

  @Test
  void resendsUnacknowledgedMessagesUnderTheirNumbers() {
    PublishOutbox outbox = new PublishOutbox(10_000);
    List<PendingPublish> all = submit(outbox, 2, 0);
    outbox.nextBatch();
    outbox.rewind();
    List<PendingPublish> more = submit(outbox, 1, 0);
    assertEquals(List.of(all.get(0), all.get(1), more.get(0)), outbox.nextBatch());
    assertEquals(1, all.get(0).number());
    assertEquals(2, all.get(1).number());
    assertEquals(3, more.get(0).number());
  }

  @Test
  void removesTheOldestAndKeepsTheNumberOfAMessageInFlight() {
    PublishOutbox outbox = new PublishOutbox(1000);
    List<PendingPublish> sent = submit(outbox, 1, 10);
    outbox.nextBatch();
    List<PendingPublish> waiting = submit(outbox, 2, 10);
    assertEquals(List.of(), outbox.removeExpired(9));
    assertEquals(List.of(sent.get(0), waiting.get(0), waiting.get(1)), outbox.removeExpired(10));
    assertEquals(List.of(), outbox.removeExpired(10), "once");
    assertTrue(sent.get(0).isWithdrawn());
    outbox.rewind();
    assertEquals(sent, outbox.nextBatch());
    assertEquals(0, sent.get(0).body().length);
    assertEquals(1, outbox.size(), "those without a number are removed");
    outbox.markWritten();
    assertEquals(List.of(), outbox.acknowledgeWritten(), "it was withdrawn");

    List<PendingPublish> more = submit(outbox, 3, 100);
    PendingPublish last = new PendingPublish(MESSAGE, new byte[10], 100);
    assertEquals(List.of(more.get(0)), outbox.add(last));
  }

  @Test
  void remembersWhatWasDeliveredLocallyUntilTheStreamReturnsIt() {
    PublishOutbox outbox = new PublishOutbox(10_000);
    List<PendingPublish> first = submit(outbox, 1, 0);
    outbox.nextBatch();
    List<PendingPublish> then = submit(outbox, 2, 0);
    assertEquals(List.of(first.get(0), then.get(0), then.get(1)), outbox.takeUndelivered());
    assertEquals(List.of(), outbox.takeUndelivered());
    outbox.markWritten();
    outbox.acknowledgeWritten();
    outbox.nextBatch();
    assertTrue(outbox.markReceived(1));
    assertFalse(outbox.markReceived(1));
    assertTrue(outbox.markReceived(3));
    assertFalse(outbox.markReceived(2), "it can only come before 3");
    outbox.markWritten();
    outbox.acknowledgeWritten();
    submit(outbox, 1, 0);
    assertEquals(4, outbox.nextBatch().get(0).number());
    assertFalse(outbox.markReceived(4));
  }

  @Test
  void oneAcknowledgementCoversAllThatWasWrittenBefore() {
    PublishOutbox outbox = new PublishOutbox(100_000);
    List<PendingPublish> first = submit(outbox, 2, 0);
    outbox.nextBatch();
    outbox.markWritten();
    List<PendingPublish> second = submit(outbox, 1, 0);
    assertEquals(second, outbox.nextBatch(), "it does not wait for the acknowledgement");
    outbox.markWritten();
    assertEquals(3, outbox.unacknowledged());
    assertEquals(3, outbox.size());
    assertEquals(List.of(first.get(0), first.get(1), second.get(0)), outbox.acknowledgeWritten());
    assertEquals(0, outbox.size());
  }

  @Test
  void resendsWrittenMessagesInOrder() {
    PublishOutbox outbox = new PublishOutbox(100_000);
    List<PendingPublish> written = submit(outbox, 2, 0);
    outbox.nextBatch();
    outbox.markWritten();
    List<PendingPublish> sent = submit(outbox, 1, 0);
    outbox.nextBatch();
    List<PendingPublish> waiting = submit(outbox, 1, 0);
    outbox.rewind();
    assertEquals(0, outbox.unacknowledged());
    assertEquals(
        List.of(written.get(0), written.get(1), sent.get(0), waiting.get(0)), outbox.nextBatch());
    assertEquals(4, waiting.get(0).number());
  }

  @Test
  void limitsUnacknowledgedMessages() {
    PublishOutbox outbox = new PublishOutbox(3 * 266);
    List<PendingPublish> written = submit(outbox, 2, 5);
    outbox.nextBatch();
    outbox.markWritten();
    submit(outbox, 1, 9);
    assertEquals(List.of(written.get(0)), outbox.add(new PendingPublish(MESSAGE, new byte[10], 9)));
    assertEquals(1, outbox.unacknowledged());
    assertEquals(List.of(written.get(1)), outbox.removeExpired(5));
    assertEquals(0, outbox.unacknowledged());
    assertEquals(3, outbox.nextBatch().get(0).number());
    outbox.markWritten();
    outbox.acknowledgeWritten();
    submit(outbox, 3, 9);
    assertEquals(3, outbox.size(), "removed messages do not count");
  }

  @Test
  void takesNoMessageThatTheStreamHasReturned() {
    PublishOutbox outbox = new PublishOutbox(100_000);
    List<PendingPublish> written = submit(outbox, 3, 0);
    outbox.nextBatch();
    outbox.markWritten();
    outbox.markReceived(2);
    assertEquals(List.of(written.get(2)), outbox.takeUndelivered());
    assertTrue(outbox.markReceived(3));
  }

  @Test
  void takesNoMessageThatHasASequence() {
    PublishOutbox outbox = new PublishOutbox(100_000);
    outbox.add(new PendingPublish(MESSAGE, new byte[10], 0, new ProducerSequence("shop", 1)));
    assertEquals(List.of(), outbox.takeUndelivered());
  }

  private static List<PendingPublish> submit(PublishOutbox outbox, int count, long deadline) {
    List<PendingPublish> all =
        IntStream.range(0, count)
            .mapToObj(i -> new PendingPublish(MESSAGE, new byte[10], deadline))
            .toList();
    all.forEach(outbox::add);
    return all;
  }
}
