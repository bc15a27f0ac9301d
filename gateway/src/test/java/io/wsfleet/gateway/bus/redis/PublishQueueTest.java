package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublishQueueTest {
  @Test
  void dropsTheOldestBeyondTheLimit() {
    PublishQueue queue = new PublishQueue(3 * 228);
    assertEquals(0, queue.add(publication(1)).size());
    assertEquals(0, queue.add(publication(2)).size());
    assertEquals(0, queue.add(publication(3)).size());
    assertEquals(1, queue.add(publication(4)).size());
    assertEquals(List.of(2, 3), numbers(queue.nextBatch(2)));
    assertEquals(List.of(4), numbers(queue.nextBatch(2)));
    assertEquals(List.of(), queue.nextBatch(2));
    assertEquals(0, queue.size());
  }

  @Test
  void dropsASinglePublicationThatIsTooLarge() {
    PublishQueue queue = new PublishQueue(100);
    assertEquals(1, queue.add(publication(1)).size());
    assertEquals(List.of(), queue.nextBatch(1));
  }

  @Test
  void limitsTheBytesOfABatchAndSendsALargeMessageAlone() {
    PublishQueue queue = new PublishQueue(10_000_000);
    PublishQueue.Publication large = new PublishQueue.Publication("c", new byte[1_000_000]);
    List.of(publication(1), large, publication(2)).forEach(queue::add);
    assertEquals(List.of(1), numbers(queue.nextBatch(10)));
    assertEquals(List.of(large), queue.nextBatch(10));
    assertEquals(List.of(2), numbers(queue.nextBatch(10)));
  }

  private static List<Integer> numbers(List<PublishQueue.Publication> batch) {
    return batch.stream().map(each -> (int) each.message()[0]).toList();
  }

  private static PublishQueue.Publication publication(int number) {
    byte[] message = new byte[100];
    message[0] = (byte) number;
    return new PublishQueue.Publication("c", message);
  }
}
