package io.wsfleet.gateway.engineio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.server.Outbox.AddResult;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.SocketEncoder;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final EncodedPacket FRAME = event("must-arrive", false);
  private static final EncodedPacket VOLATILE = event("may-be-lost", true);
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
    assertEquals(AddResult.VOLATILE_DROPPED, outbox.add(VOLATILE));
    assertEquals(AddResult.VOLATILE_DROPPED, outbox.add(FRAME));
    assertEquals(AddResult.OVERFLOW, outbox.add(FRAME));
    assertEquals(FRAME, outbox.poll());
    assertEquals(FRAME, outbox.poll());
    assertNull(outbox.poll());
  }

  @Test
  void acceptsOnePacketOfAnySize() {
    Outbox outbox = new Outbox(10);
    assertEquals(AddResult.ADDED, outbox.add(FRAME));
    assertEquals(AddResult.OVERFLOW, outbox.add(FRAME));
    outbox.poll();
    assertEquals(AddResult.ADDED, outbox.add(FRAME));
  }

  private static EncodedPacket event(String name, boolean droppable) {
    return SocketEncoder.event("/", Event.of(name), Packet.NO_ACK, droppable);
  }
}
