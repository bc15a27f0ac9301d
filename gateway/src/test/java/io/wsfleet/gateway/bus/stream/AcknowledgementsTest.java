package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
  private final PublishOutbox outbox = new PublishOutbox(100_000);
  private final LongAdder late = new LongAdder();
  private final Acknowledgements acknowledgements =
      new Acknowledgements(new ReplicaAckPolicy(1000, 250), outbox, late);

  @Test
  void acknowledgesOnceEnoughReplicasHaveTheMessages() {
    acknowledgements.reset("2");
    assertEquals(2, acknowledgements.requiredReplicas());
    PendingPublish first = write();
    assertEquals(List.of(), acknowledgements.onReply("2", true, 1, 0));
    assertEquals(1, late.sum());
    assertTrue(acknowledgements.holdsBack(500));
    PendingPublish second = write();
    assertEquals(List.of(first, second), acknowledgements.onReply("2", true, 2, 500));
    assertFalse(acknowledgements.holdsBack(500));
  }

  @Test
  void acknowledgesAtOnceWhereNoReplicaIsRequired() {
    acknowledgements.reset(null);
    PendingPublish message = write();
    assertEquals(List.of(message), acknowledgements.onReply("0", false, 0, 0));
    assertEquals(0, late.sum());
  }

  @Test
  void aBatchThatDidNotWaitIsNotLate() {
    acknowledgements.reset("0");
    write();
    assertEquals(List.of(), acknowledgements.onReply("1", false, 0, 0), "required since then");
    assertEquals(0, late.sum());
    assertFalse(acknowledgements.holdsBack(0));
    assertEquals(1, acknowledgements.requiredReplicas());
  }

  @Test
  void readsTheRequiredReplicas() {
    assertEquals(0, Acknowledgements.replicaCount(null));
    assertEquals(3, Acknowledgements.replicaCount("3"));
    assertEquals(0, Acknowledgements.replicaCount("-1"));
    assertEquals(1, Acknowledgements.replicaCount("majority"));
  }

  private PendingPublish write() {
    PendingPublish pending = new PendingPublish(new BusMessage.Heartbeat("g"), new byte[10], 0);
    outbox.add(pending);
    outbox.nextBatch();
    outbox.markWritten();
    return pending;
  }
}
