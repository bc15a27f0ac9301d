package io.wsfleet.gateway.session.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTest {

  @Test
  void encodesAndDecodesASession() throws Exception {
    Session session =
        new Session(
            "id", "/chat", Set.of("id", "r\u00e4um", "\ud800"), "{\"a\":1}", at(1), at(9), at(5));
    assertEquals(session, SessionFormat.decode(SessionFormat.encode(session)));
  }

  @Test
  void rejectsOtherVersionsAndIncompleteSessions() {
    assertThrows(IOException.class, () -> SessionFormat.decode("{\"v\":2}"));
    assertThrows(IOException.class, () -> SessionFormat.decode("{\"v\":1,\"id\":\"x\"}"));
    assertThrows(IOException.class, () -> SessionFormat.decode("{"));
  }

  @Test
  void resumesAtTheSavedPositionForAClientThatHasEverything() {
    assertEquals(at(9), session(5).resumeAfter(at(5)));
    assertEquals(at(9), session(1).resumeAfter(null), "nothing was sent, and it has nothing");
  }

  @Test
  void resumesAtTheClientsPositionOtherwise() {
    assertEquals(at(3), session(5).resumeAfter(at(3)), "it did not get what was sent");
    assertEquals(at(11), session(5).resumeAfter(at(11)), "it got more after this was written");
    assertEquals(at(1), session(5).resumeAfter(null), "it got nothing of what was sent");
    assertEquals(at(12), session(12).resumeAfter(at(12)), "it was sent while this was written");
  }

  @Test
  void resumesAtTheSavedPositionInANewEpoch() {
    StreamPosition old = new StreamPosition(new StreamId(1, 700), "old");
    Session session = new Session("id", "/", Set.of(), "{}", at(1), at(9), old);
    assertEquals(at(9), session.resumeAfter(old));
  }

  @Test
  void resumesAtTheWatermark() {
    assertEquals(at(20), session(5).withWatermark("1-20.h").resumeAfter(at(5)));
    assertEquals(
        at(3), session(5).withWatermark("1-20.h").resumeAfter(at(3)), "it did not get the last");
    assertEquals(at(9), session(5).withWatermark("1-7.h").resumeAfter(at(5)), "written after that");
    assertEquals(at(9), session(5).withWatermark("1-20.old").resumeAfter(at(5)), "another history");
    assertEquals(at(9), session(5).withWatermark(null).resumeAfter(at(5)));
  }

  private static Session session(int delivered) {
    return new Session("id", "/", Set.of("id"), "{}", at(1), at(9), at(delivered));
  }

  private static StreamPosition at(int number) {
    return new StreamPosition(new StreamId(1, number), "h");
  }
}
