package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.adapter.wire.Wtf8;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionPartsTest {

  @Test
  void waitsLongerEachTimeUpToItsLimitAndNeverTheSame() {
    Backoff backoff = new Backoff(50, 1000);
    Random random = new Random(1);
    for (int failures = 1; failures < 100; failures++) {
      long full = Math.min(1000, 50L << Math.min(failures - 1, 10));
      long delay = backoff.delay(failures, random);
      assertTrue(delay >= full / 2 && delay <= full, failures + ": " + delay);
    }
  }

  @Test
  void givesUpTheOldestWhenTooMuchWaits() {
    PublishQueue publishQueue = new PublishQueue(3 * 228);
    assertEquals(0, publishQueue.add(publication(1)).size());
    assertEquals(0, publishQueue.add(publication(2)).size());
    assertEquals(0, publishQueue.add(publication(3)).size());
    assertEquals(1, publishQueue.add(publication(4)).size());
    assertEquals(List.of(2, 3), numbers(publishQueue.nextBatch(2)));
    assertEquals(List.of(4), numbers(publishQueue.nextBatch(2)));
    assertEquals(List.of(), publishQueue.nextBatch(2));
    assertEquals(0, publishQueue.size());
  }

  @Test
  void givesUpEvenTheOnlyOneWhenItIsTooLarge() {
    PublishQueue publishQueue = new PublishQueue(100);
    assertEquals(1, publishQueue.add(publication(1)).size());
    assertEquals(List.of(), publishQueue.nextBatch(1));
  }

  @Test
  void sendsNoMoreBytesInABatchThanItMayAndALargeMessageAlone() {
    PublishQueue publishQueue = new PublishQueue(10_000_000);
    PublishQueue.Publication large = new PublishQueue.Publication("c", new byte[1_000_000]);
    List.of(publication(1), large, publication(2)).forEach(publishQueue::add);
    assertEquals(List.of(1), numbers(publishQueue.nextBatch(10)));
    assertEquals(List.of(large), publishQueue.nextBatch(10));
    assertEquals(List.of(2), numbers(publishQueue.nextBatch(10)));
  }

  private static List<Integer> numbers(List<PublishQueue.Publication> batch) {
    return batch.stream().map(each -> (int) each.message()[0]).toList();
  }

  @Test
  void readsAddresses() {
    assertEquals(new HostPort("chat-redis.ns.svc", 6379), HostPort.parse("chat-redis.ns.svc:6379"));
    assertEquals("a:1", HostPort.parse("a:1").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "redis", ":6379", "redis:", "redis:x", "redis:0", "redis:65536"})
  void refusesWhatIsNoAddress(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
  }

  @Test
  void keepsSurrogatesThatUtf8HasNoFormFor() {
    for (String text :
        new String[] {"", "a", "€😀", "\ud800", "x\udc00y", "\ud800\ud800😀\ud800"}) {
      assertEquals(text, Wtf8.decode(Wtf8.encode(text)));
    }
    assertArrayEquals(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, Wtf8.encode("\ud800"));
    assertEquals("\ufffd", Wtf8.decode(new byte[] {(byte) 0xff}));
  }

  @Test
  void makesIdsOfSixCharacters() {
    assertTrue(ServerId.random(new Random(1)).matches("[A-Za-z0-9_-]{6}"));
  }

  private static PublishQueue.Publication publication(int number) {
    byte[] message = new byte[100];
    message[0] = (byte) number;
    return new PublishQueue.Publication("c", message);
  }
}
