package io.wsfleet.gateway.session.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.session.model.RecoveryDecision.Complete;
import io.wsfleet.gateway.session.model.RecoveryDecision.DisconnectOld;
import io.wsfleet.gateway.session.model.RecoveryDecision.Fail;
import io.wsfleet.gateway.session.model.RecoveryDecision.Wait;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryDecisionTest {
  private final MessageHistory history =
      new MessageHistory(new RecoverySettings(10_000, 100, 100_000, 0, 1000, 100));
  private final Session session = new Session("id", "/", Set.of("id"), "{}", at(1), at(5), at(3));

  @BeforeEach
  void fillHistory() {
    history.reset(at(0));
    for (int i = 1; i <= 6; i++) {
      history.add(
          at(i),
          new BusMessage.Broadcast(Event.of("e", String.valueOf(i)), Audience.all("/"), false),
          0);
    }
  }

  @Test
  void waitsWhileTheGatewayIsBehindTheClient() {
    assertEquals(new Wait(), decide(at(7), at(6), false, false));
    assertEquals(new Wait(), decide(at(7), null, false, false));
  }

  @Test
  void disconnectsTheOldSocketOnceAndWaitsUntilItIsGone() {
    assertEquals(new DisconnectOld(), decide(at(4), at(6), true, false));
    assertEquals(new Wait(), decide(at(4), at(6), true, true));
  }

  @Test
  void completesWithTheMissedMessages() {
    Complete complete = assertInstanceOf(Complete.class, decide(at(4), at(6), false, true));
    assertEquals(2, complete.missed().deliveries().size());
    assertEquals(at(4), complete.offset());
  }

  @Test
  void aClientThatHasReceivedNothingHasTheOffsetOfItsConnect() {
    Complete complete = assertInstanceOf(Complete.class, decide(null, at(6), false, false));
    assertEquals(at(1), complete.offset());
    assertEquals(5, complete.missed().deliveries().size());
  }

  @Test
  void failsWhereTheHistoryDoesNotReachBack() {
    history.reset(at(6));
    assertEquals(new Fail(RecoveryFailure.TRIMMED), decide(at(4), at(6), false, false));
  }

  @Test
  void keepsASessionAfterAWrongNamespaceAlone() {
    assertEquals(120, RecoveryDecision.keepMillis(RecoveryFailure.WRONG_NAMESPACE, 120));
    assertEquals(0, RecoveryDecision.keepMillis(RecoveryFailure.TRIMMED, 120));
  }

  @Test
  void recognizesSessionIds() {
    assertTrue(RecoveryDecision.isSessionId("abcDEF0123456789_-xy"));
    assertFalse(RecoveryDecision.isSessionId("abcDEF0123456789_-x"));
    assertFalse(RecoveryDecision.isSessionId("abcDEF0123456789_-x!"));
    assertFalse(RecoveryDecision.isSessionId("abcDEF0123456789_-x\u00e4"));
  }

  @Test
  void aClientThatLeftCannotRecover() {
    assertTrue(RecoveryDecision.RECOVERABLE.contains(CloseReason.PING_TIMEOUT));
    assertFalse(RecoveryDecision.RECOVERABLE.contains(CloseReason.CLIENT_DISCONNECT));
  }

  private RecoveryDecision decide(
      StreamPosition lastReceived,
      StreamPosition here,
      boolean oldIsConnected,
      boolean hasDisconnectedOld) {
    return RecoveryDecision.of(
        session, lastReceived, here, oldIsConnected, hasDisconnectedOld, history);
  }

  private static StreamPosition at(int number) {
    return new StreamPosition(new StreamId(1, number), "h");
  }
}
