package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalDeliveryTest {
  private final PublishOutbox outbox = new PublishOutbox(100_000);
  private final LocalDelivery delivery = new LocalDelivery(outbox);

  @Test
  void bypassesTheStreamOnlyAfterTheTimeout() {
    assertFalse(LocalDelivery.mustBypassStream(0, 500));
    assertFalse(LocalDelivery.mustBypassStream(500, 500));
    assertTrue(LocalDelivery.mustBypassStream(501, 500));
  }

  @Test
  void deliversPendingMessagesForItsOwnSocketsOnce() {
    BusMessage broadcast = new BusMessage.Broadcast(Event.of("e"), Audience.all("/"), false);
    RecordingListener listener = new RecordingListener();
    delivery.start(listener);
    add(broadcast);
    add(new BusMessage.ServerEvent("/", Event.of("e")));
    add(new BusMessage.Heartbeat("g"));
    delivery.deliverPending();
    delivery.deliverPending();
    assertEquals(List.of(broadcast), listener.received());
  }

  @Test
  void needsAListener() {
    assertThrows(IllegalStateException.class, delivery::listener);
  }

  private void add(BusMessage message) {
    outbox.add(new PendingPublish(message, new byte[10], 0));
  }
}
