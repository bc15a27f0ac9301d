package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatSenderTest {
  private final List<PendingPublish> published = new ArrayList<>();
  private boolean isConnected = true;
  private final HeartbeatSender sender =
      new HeartbeatSender("g", 1000, () -> isConnected, this::publish);

  @Test
  void sendsNoSecondHeartbeatWhileTheFirstWaits() {
    sender.send();
    sender.send();
    assertEquals(1, published.size());
    assertEquals(new BusMessage.Heartbeat("g"), published.get(0).message);
    published.get(0).number(1);
    sender.send();
    assertEquals(2, published.size(), "the first one is in flight");
    published.get(1).published.complete(null);
    sender.send();
    assertEquals(3, published.size());
  }

  @Test
  void sendsNothingWithoutAConnectionOrOnceClosed() {
    isConnected = false;
    sender.send();
    isConnected = true;
    sender.close();
    sender.send();
    assertEquals(List.of(), published);
  }

  @Test
  void isDueWithAnIntervalAndAConnectionAlone() {
    assertTrue(HeartbeatSender.isDue(1000, true, false));
    assertFalse(HeartbeatSender.isDue(0, true, false));
    assertFalse(HeartbeatSender.isDue(1000, false, false));
    assertFalse(HeartbeatSender.isDue(1000, true, true));
  }

  private PendingPublish publish(BusMessage message) {
    PendingPublish pending = new PendingPublish(message, new byte[1], 0);
    published.add(pending);
    return pending;
  }
}
