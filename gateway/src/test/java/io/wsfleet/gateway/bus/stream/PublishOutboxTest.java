package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublishOutboxTest {
  private static final BusMessage MESSAGE = new BusMessage.Heartbeat("g");

  @Test
  void holdsMessagesBackForReplicasThatAreLateAndThenGoesOnWithoutThem() {
    ReplicaAckPolicy replicaAckPolicy = new ReplicaAckPolicy(1000, 250);
    replicaAckPolicy.reset(1);
    assertFalse(replicaAckPolicy.isSatisfiedBy(0));
    assertTrue(replicaAckPolicy.isSatisfiedBy(2));
    assertEquals(250, replicaAckPolicy.waitMillis(0));
    assertFalse(replicaAckPolicy.holdsBack(0));
    replicaAckPolicy.onLate(0);
    assertTrue(replicaAckPolicy.holdsBack(250));
    assertEquals(250, replicaAckPolicy.waitMillis(250));
    replicaAckPolicy.onLate(250);
    assertTrue(replicaAckPolicy.holdsBack(999));
    assertFalse(replicaAckPolicy.holdsBack(1000));
    assertEquals(20, replicaAckPolicy.waitMillis(1000));
    replicaAckPolicy.onLate(5000);
    assertFalse(replicaAckPolicy.holdsBack(5000), "once is enough");
    replicaAckPolicy.onAcknowledged();
    assertEquals(250, replicaAckPolicy.waitMillis(6000));
    assertFalse(replicaAckPolicy.isLate());
  }

  @Test
  void beginsPatientlyOnANewConnection() {
    ReplicaAckPolicy replicaAckPolicy = new ReplicaAckPolicy(1000, 250);
    replicaAckPolicy.onLate(0);
    replicaAckPolicy.reset(2);
    assertFalse(replicaAckPolicy.isLate());
    assertEquals(2, replicaAckPolicy.requiredReplicas());
    replicaAckPolicy.setRequiredReplicas(0);
    assertTrue(replicaAckPolicy.isSatisfiedBy(0));
  }

  @Test
  void oneProofHoldsForAllThatWasWrittenBefore() {
    PublishOutbox publishOutbox = new PublishOutbox(100_000);
    List<PendingPublish> first = submit(publishOutbox, 2, 0);
    publishOutbox.nextBatch();
    publishOutbox.markWritten();
    List<PendingPublish> second = submit(publishOutbox, 1, 0);
    assertEquals(second, publishOutbox.nextBatch(), "it does not wait for the proof");
    publishOutbox.markWritten();
    assertEquals(3, publishOutbox.unacknowledged());
    assertEquals(3, publishOutbox.size());
    assertEquals(
        List.of(first.get(0), first.get(1), second.get(0)), publishOutbox.acknowledgeWritten());
    assertEquals(0, publishOutbox.size());
  }

  @Test
  void sendsAgainInItsOrderWhatWasWrittenAndNotProved() {
    PublishOutbox publishOutbox = new PublishOutbox(100_000);
    List<PendingPublish> written = submit(publishOutbox, 2, 0);
    publishOutbox.nextBatch();
    publishOutbox.markWritten();
    List<PendingPublish> sent = submit(publishOutbox, 1, 0);
    publishOutbox.nextBatch();
    List<PendingPublish> waiting = submit(publishOutbox, 1, 0);
    publishOutbox.rewind();
    assertEquals(0, publishOutbox.unacknowledged());
    assertEquals(
        List.of(written.get(0), written.get(1), sent.get(0), waiting.get(0)),
        publishOutbox.nextBatch());
    assertEquals(4, waiting.get(0).number());
  }

  @Test
  void boundsWhatIsWrittenAndNotProved() {
    PublishOutbox publishOutbox = new PublishOutbox(3 * 266);
    List<PendingPublish> written = submit(publishOutbox, 2, 5);
    publishOutbox.nextBatch();
    publishOutbox.markWritten();
    submit(publishOutbox, 1, 9);
    assertEquals(
        List.of(written.get(0)), publishOutbox.add(new PendingPublish(MESSAGE, new byte[10], 9)));
    assertEquals(1, publishOutbox.unacknowledged());
    assertEquals(List.of(written.get(1)), publishOutbox.removeExpired(5));
    assertEquals(0, publishOutbox.unacknowledged());
    assertEquals(3, publishOutbox.nextBatch().get(0).number());
    publishOutbox.markWritten();
    publishOutbox.acknowledgeWritten();
    submit(publishOutbox, 3, 9);
    assertEquals(3, publishOutbox.size(), "what was given up takes no room any more");
  }

  @Test
  void tellsItsOwnSocketsNothingThatTheyHaveHeardAlready() {
    PublishOutbox publishOutbox = new PublishOutbox(100_000);
    List<PendingPublish> written = submit(publishOutbox, 3, 0);
    publishOutbox.nextBatch();
    publishOutbox.markWritten();
    publishOutbox.markReceived(2);
    assertEquals(List.of(written.get(2)), publishOutbox.takeUndelivered());
    assertTrue(publishOutbox.markReceived(3));
  }

  @Test
  void leavesItToTheMasterToSayWhetherItIsAMessagesTurn() {
    PublishOutbox publishOutbox = new PublishOutbox(100_000);
    publishOutbox.add(
        new PendingPublish(MESSAGE, new byte[10], 0, new ProducerSequence("shop", 1)));
    assertEquals(List.of(), publishOutbox.takeUndelivered());
  }

  @Test
  void saysWhichMessagesOfABatchHaveATurn() {
    ProducerSequence one = new ProducerSequence("a", 7);
    ProducerSequence other = new ProducerSequence("b", 1);
    List<PendingPublish> batch =
        List.of(
            submission(one),
            submission(null),
            submission(other),
            submission(new ProducerSequence("a", 8)));
    SequenceResults sequenceResults = SequenceResults.of(batch);
    assertEquals(List.of("wsfleet:bus:sender:a", "wsfleet:bus:sender:b"), sequenceResults.keys());
    assertEquals("1 1 7 3 2 1 4 1 8", sequenceResults.sequences());
    assertEquals(new SequenceResults(List.of(), ""), SequenceResults.of(List.of(submission(null))));
    assertEquals(new PublishResult.Duplicate(), SequenceResults.result("known"));
    assertEquals(new PublishResult.Published(), SequenceResults.result("taken"));
    assertEquals(new PublishResult.OutOfSequence(9), SequenceResults.result("9"));
  }

  @Test
  void knowsWhatComesASecondTime() {
    Deduplicator deduplicator = new Deduplicator(2);
    assertTrue(deduplicator.isNew("a", 1));
    assertTrue(deduplicator.isNew("a", 5));
    assertFalse(deduplicator.isNew("a", 5));
    assertFalse(deduplicator.isNew("a", 3));
    assertTrue(deduplicator.isNew("b", 1));
    assertTrue(deduplicator.isNew("b", 0), "one without a number");
    assertTrue(deduplicator.isNew("c", 1));
    assertTrue(deduplicator.isNew("a", 5), "forgotten for others");
  }

  @Test
  void looksForAnotherMasterWhereThisOneIsNone() {
    for (String none :
        List.of(
            "READONLY You can't write against a read only replica.",
            "ERR Error running script: @user_script: -READONLY You can't write",
            "UNBLOCKED force unblock from blocking operation",
            "MASTERDOWN Link with MASTER is down",
            "LOADING Redis is loading the dataset in memory")) {
      assertEquals(WriteError.NOT_MASTER, WriteError.of(new Exception(none)), none);
    }
    for (String passing :
        List.of(
            "NOREPLICAS Not enough good replicas to write.",
            "NOSCRIPT No matching script.",
            "NOHISTORY the stream has not begun",
            "ERR The ID specified in XADD is equal or smaller than the target stream top item",
            "OOM command not allowed")) {
      assertEquals(WriteError.TEMPORARY, WriteError.of(new Exception(passing)), passing);
    }
  }

  private static PendingPublish submission(ProducerSequence producerSequence) {
    return new PendingPublish(MESSAGE, new byte[10], 0, producerSequence);
  }

  private static List<PendingPublish> submit(
      PublishOutbox publishOutbox, int count, long deadline) {
    List<PendingPublish> all =
        IntStream.range(0, count)
            .mapToObj(i -> new PendingPublish(MESSAGE, new byte[10], deadline))
            .toList();
    all.forEach(publishOutbox::add);
    return all;
  }
}
