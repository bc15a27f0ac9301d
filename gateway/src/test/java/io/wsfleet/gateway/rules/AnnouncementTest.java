package io.wsfleet.gateway.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.socketio.protocol.Event;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private final Announcement announcement = new Announcement(Event.of("brdcst"), 30);

  @Test
  void dividesTimeIntoTheSameSlotsOnAllGateways() {
    assertEquals(0, announcement.slot(0));
    assertEquals(0, announcement.slot(29_999));
    assertEquals(1, announcement.slot(30_000));
  }

  @Test
  void calculatesTheTimeUntilASlot() {
    assertEquals(30_000, announcement.untilStart(1, 0));
    assertEquals(1, announcement.untilStart(1, 29_999));
    assertEquals(-5, announcement.untilStart(1, 30_005));
  }

  @Test
  void hasALockForEachSlotThatLastsTwoSlots() {
    assertEquals("wsfleet:announcement:brdcst:7", announcement.lockName(7));
    assertEquals(60_000, announcement.lockMillis());
  }
}
