package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import io.wsfleet.gateway.bus.stream.wire.StreamNotification;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationActionTest {

  @Test
  void processesEntriesThatFollow() {
    assertEquals(NotificationAction.PROCESS, action("a", 5, 6, 7));
  }

  @Test
  void readsWhatIsMissing() {
    assertEquals(NotificationAction.READ, action("a", 5, 7, 8));
    assertEquals(NotificationAction.READ, action("a", 5, 5, 6), "it has a part of them");
  }

  @Test
  void ignoresEntriesThatItHas() {
    assertEquals(NotificationAction.IGNORE, action("a", 5, 4, 5));
  }

  @Test
  void readsTheHeadForAnotherEpoch() {
    assertEquals(NotificationAction.READ_HEAD, action("b", 5, 6));
    assertEquals(
        NotificationAction.READ_HEAD,
        NotificationAction.of(notification("a", 1), null, StreamId.START, false));
  }

  @Test
  void ignoresEverythingDuringARead() {
    assertEquals(
        NotificationAction.IGNORE,
        NotificationAction.of(notification("b", 6), "a", new StreamId(1, 5), true));
  }

  private static NotificationAction action(String epoch, long last, long... numbers) {
    return NotificationAction.of(notification(epoch, numbers), "a", new StreamId(1, last), false);
  }

  private static StreamNotification notification(String epoch, long... numbers) {
    List<Entry> entries =
        java.util.Arrays.stream(numbers).mapToObj(NotificationActionTest::entry).toList();
    return new StreamNotification(epoch, entries);
  }

  private static Entry entry(long number) {
    return new Entry.Message(new StreamId(1, number), "p", number, new BusMessage.Heartbeat("g"));
  }
}
