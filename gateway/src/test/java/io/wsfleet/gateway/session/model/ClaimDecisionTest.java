package io.wsfleet.gateway.session.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.ClaimDecision.Fail;
import io.wsfleet.gateway.session.model.ClaimDecision.Recover;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimDecisionTest {
  private static final Session SESSION =
      new Session("id", "/chat", Set.of("id"), "{}", at(1), at(9), at(5));

  @Test
  void recoversASessionOfTheNamespaceWithTheWatermark() {
    String content = SessionFormat.encode(SESSION);
    assertEquals(new Recover(SESSION), ClaimDecision.of(content, null, "/chat"));
    assertEquals(
        new Recover(SESSION.withWatermark("1-20.h")), ClaimDecision.of(content, "1-20.h", "/chat"));
  }

  @Test
  void failsForAnotherNamespace() {
    assertEquals(
        new Fail(RecoveryFailure.WRONG_NAMESPACE),
        ClaimDecision.of(SessionFormat.encode(SESSION), null, "/"));
  }

  @Test
  void failsWithoutASessionThatCanBeRead() {
    assertEquals(new Fail(RecoveryFailure.NOT_FOUND), ClaimDecision.of(null, null, "/"));
    assertEquals(new Fail(RecoveryFailure.NOT_FOUND), ClaimDecision.of("{\"v\":2}", null, "/"));
  }

  private static StreamPosition at(int number) {
    return new StreamPosition(new StreamId(1, number), "h");
  }
}
