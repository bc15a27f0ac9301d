package io.wsfleet.gateway.plain;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoomAllowListTest {

  @Test
  void allowsMatchingRoomsExceptTheOwnRoomOfASocket() {
    RoomAllowList rooms = RoomAllowList.of(List.of("lobby", "game:*"));
    assertTrue(rooms.allows("lobby"));
    assertTrue(rooms.allows("game:7/left"));
    assertFalse(rooms.allows("lobby2"));
    assertFalse(RoomAllowList.of(List.of()).allows("lobby"));
    RoomAllowList all = RoomAllowList.of(List.of("*"));
    assertTrue(all.allows("anything"));
    assertFalse(all.allows("AbCdEfGhIjKlMnOpQrSt"));
    assertFalse(all.allows("/chat#AbCdEfGhIjKlMnOpQrSt"));
  }
}
