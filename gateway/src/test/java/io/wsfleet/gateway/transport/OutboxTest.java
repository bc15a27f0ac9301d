package io.wsfleet.gateway.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.socketio.Event;
import io.wsfleet.gateway.socketio.Frame;
import io.wsfleet.gateway.socketio.Packet;
import io.wsfleet.gateway.socketio.SocketEncoder;
import io.wsfleet.gateway.transport.Outbox.Taken;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Frame FRAME = event("must-arrive", false);
  private static final Frame VOLATILE = event("may-be-lost", true);
  private static final int COST = FRAME.bytes() + 64;

  @Test
  void keepsTheOrder() {
    Outbox outbox = new Outbox(10 * COST);
    outbox.add(FRAME);
    outbox.add(VOLATILE);
    assertEquals(FRAME, outbox.poll());
    assertEquals(VOLATILE, outbox.poll());
    assertNull(outbox.poll());
    assertTrue(outbox.isEmpty());
  }

  @Test
  void dropsVolatileFramesBeforeItGivesUpTheClient() {
    Outbox outbox = new Outbox(2 * COST);
    outbox.add(FRAME);
    outbox.add(VOLATILE);
    assertEquals(Taken.SOME_DROPPED, outbox.add(VOLATILE));
    assertEquals(Taken.SOME_DROPPED, outbox.add(FRAME));
    assertEquals(Taken.OVERFLOW, outbox.add(FRAME));
    assertEquals(FRAME, outbox.poll());
    assertEquals(FRAME, outbox.poll());
    assertNull(outbox.poll());
  }

  @Test
  void takesOneFrameHoweverLarge() {
    Outbox outbox = new Outbox(10);
    assertEquals(Taken.YES, outbox.add(FRAME));
    assertEquals(Taken.OVERFLOW, outbox.add(FRAME));
    outbox.poll();
    assertEquals(Taken.YES, outbox.add(FRAME));
  }

  private static Frame event(String name, boolean droppable) {
    return SocketEncoder.event("/", Event.of(name), Packet.NO_ACK, droppable);
  }
}
