package io.wsfleet.gateway.bus.redis.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AcknowledgementPartsTest {
  private static final BusMessage MESSAGE = new BusMessage.Heartbeat("g");

  @Test
  void holdsMessagesBackForReplicasThatAreLateAndThenGoesOnWithoutThem() {
    Lag lag = new Lag(1000, 250);
    lag.begin(1);
    assertFalse(lag.suffices(0));
    assertTrue(lag.suffices(2));
    assertEquals(250, lag.waitMillis(0));
    assertFalse(lag.holdsBack(0));
    lag.late(0);
    assertTrue(lag.holdsBack(250));
    assertEquals(250, lag.waitMillis(250));
    lag.late(250);
    assertTrue(lag.holdsBack(999));
    assertFalse(lag.holdsBack(1000));
    assertEquals(20, lag.waitMillis(1000));
    lag.late(5000);
    assertFalse(lag.holdsBack(5000), "once is enough");
    lag.inTime();
    assertEquals(250, lag.waitMillis(6000));
    assertFalse(lag.isLate());
  }

  @Test
  void beginsPatientlyOnANewConnection() {
    Lag lag = new Lag(1000, 250);
    lag.late(0);
    lag.begin(2);
    assertFalse(lag.isLate());
    assertEquals(2, lag.wanted());
    lag.want(0);
    assertTrue(lag.suffices(0));
  }

  @Test
  void oneProofHoldsForAllThatWasWrittenBefore() {
    Submissions submissions = new Submissions(100_000);
    List<Submission> first = submit(submissions, 2, 0);
    submissions.nextBatch();
    submissions.written();
    List<Submission> second = submit(submissions, 1, 0);
    assertEquals(second, submissions.nextBatch(), "it does not wait for the proof");
    submissions.written();
    assertEquals(3, submissions.unproved());
    assertEquals(3, submissions.size());
    assertEquals(List.of(first.get(0), first.get(1), second.get(0)), submissions.proved());
    assertEquals(0, submissions.size());
  }

  @Test
  void sendsAgainInItsOrderWhatWasWrittenAndNotProved() {
    Submissions submissions = new Submissions(100_000);
    List<Submission> written = submit(submissions, 2, 0);
    submissions.nextBatch();
    submissions.written();
    List<Submission> sent = submit(submissions, 1, 0);
    submissions.nextBatch();
    List<Submission> waiting = submit(submissions, 1, 0);
    submissions.rewind();
    assertEquals(0, submissions.unproved());
    assertEquals(
        List.of(written.get(0), written.get(1), sent.get(0), waiting.get(0)),
        submissions.nextBatch());
    assertEquals(4, waiting.get(0).number());
  }

  @Test
  void boundsWhatIsWrittenAndNotProved() {
    Submissions submissions = new Submissions(3 * 266);
    List<Submission> written = submit(submissions, 2, 5);
    submissions.nextBatch();
    submissions.written();
    submit(submissions, 1, 9);
    assertEquals(
        List.of(written.get(0)), submissions.add(new Submission(MESSAGE, new byte[10], 9)));
    assertEquals(1, submissions.unproved());
    assertEquals(List.of(written.get(1)), submissions.overdue(5));
    assertEquals(0, submissions.unproved());
    assertEquals(3, submissions.nextBatch().get(0).number());
    submissions.written();
    submissions.proved();
    submit(submissions, 3, 9);
    assertEquals(3, submissions.size(), "what was given up takes no room any more");
  }

  @Test
  void tellsItsOwnSocketsNothingThatTheyHaveHeardAlready() {
    Submissions submissions = new Submissions(100_000);
    List<Submission> written = submit(submissions, 3, 0);
    submissions.nextBatch();
    submissions.written();
    submissions.heard(2);
    assertEquals(List.of(written.get(2)), submissions.tell());
    assertTrue(submissions.heard(3));
  }

  @Test
  void leavesItToTheMasterToSayWhetherItIsAMessagesTurn() {
    Submissions submissions = new Submissions(100_000);
    submissions.add(new Submission(MESSAGE, new byte[10], 0, new ProducerSequence("shop", 1)));
    assertEquals(List.of(), submissions.tell());
  }

  @Test
  void saysWhichMessagesOfABatchHaveATurn() {
    ProducerSequence one = new ProducerSequence("a", 7);
    ProducerSequence other = new ProducerSequence("b", 1);
    List<Submission> batch =
        List.of(
            submission(one),
            submission(null),
            submission(other),
            submission(new ProducerSequence("a", 8)));
    Fates fates = Fates.of(batch);
    assertEquals(List.of("wsfleet:bus:sender:a", "wsfleet:bus:sender:b"), fates.keys());
    assertEquals("1 1 7 3 2 1 4 1 8", fates.turns());
    assertEquals(new Fates(List.of(), ""), Fates.of(List.of(submission(null))));
    assertEquals(new PublishResult.Duplicate(), Fates.receipt("known"));
    assertEquals(new PublishResult.Published(), Fates.receipt("taken"));
    assertEquals(new PublishResult.OutOfSequence(9), Fates.receipt("9"));
  }

  @Test
  void knowsWhatComesASecondTime() {
    Latest latest = new Latest(2);
    assertTrue(latest.isNew("a", 1));
    assertTrue(latest.isNew("a", 5));
    assertFalse(latest.isNew("a", 5));
    assertFalse(latest.isNew("a", 3));
    assertTrue(latest.isNew("b", 1));
    assertTrue(latest.isNew("b", 0), "one without a number");
    assertTrue(latest.isNew("c", 1));
    assertTrue(latest.isNew("a", 5), "forgotten for others");
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
      assertEquals(Refusal.NO_MASTER, Refusal.of(new Exception(none)), none);
    }
    for (String passing :
        List.of(
            "NOREPLICAS Not enough good replicas to write.",
            "NOSCRIPT No matching script.",
            "NOHISTORY the stream has not begun",
            "ERR The ID specified in XADD is equal or smaller than the target stream top item",
            "OOM command not allowed")) {
      assertEquals(Refusal.PASSING, Refusal.of(new Exception(passing)), passing);
    }
  }

  private static Submission submission(ProducerSequence producerSequence) {
    return new Submission(MESSAGE, new byte[10], 0, producerSequence);
  }

  private static List<Submission> submit(Submissions submissions, int count, long deadline) {
    List<Submission> all =
        IntStream.range(0, count)
            .mapToObj(i -> new Submission(MESSAGE, new byte[10], deadline))
            .toList();
    all.forEach(submissions::add);
    return all;
  }
}
