package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceResultsTest {
  private static final BusMessage MESSAGE = new BusMessage.Heartbeat("g");

  @Test
  void listsTheMessagesOfABatchThatHaveASequence() {
    ProducerSequence one = new ProducerSequence("a", 7);
    ProducerSequence other = new ProducerSequence("b", 1);
    List<PendingPublish> batch =
        List.of(pending(one), pending(null), pending(other), pending(new ProducerSequence("a", 8)));
    SequenceResults sequenceResults = SequenceResults.of(batch);
    assertEquals(List.of("wsfleet:bus:sender:a", "wsfleet:bus:sender:b"), sequenceResults.keys());
    assertEquals("1 1 7 3 2 1 4 1 8", sequenceResults.sequences());
    assertEquals(new SequenceResults(List.of(), ""), SequenceResults.of(List.of(pending(null))));
    assertEquals(new PublishResult.Duplicate(), SequenceResults.result("known"));
    assertEquals(new PublishResult.Published(), SequenceResults.result("taken"));
    assertEquals(new PublishResult.OutOfSequence(9), SequenceResults.result("9"));
  }

  private static PendingPublish pending(ProducerSequence sequence) {
    return new PendingPublish(MESSAGE, new byte[10], 0, sequence);
  }
}
