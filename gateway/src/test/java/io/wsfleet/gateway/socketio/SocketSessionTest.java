package io.wsfleet.gateway.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.wsfleet.gateway.socketio.SocketSession.Step;
import org.junit.jupiter.api.Test;

class SocketSessionTest {
  private static final Packet CONNECT = new Packet.Connect("/");
  private static final Packet EVENT = new Packet.Message("/", 3, Event.of("a"));

  @Test
  void letsANewClientJoinByAsking() {
    SocketSession session = new SocketSession(false);
    assertInstanceOf(Step.Join.class, session.onPacket(CONNECT));
    assertEquals(new Step.Happen(Event.of("a"), 3), session.onPacket(EVENT));
  }

  @Test
  void hasAnOlderClientJoinedFromTheStart() {
    SocketSession session = new SocketSession(true);
    assertInstanceOf(Step.Happen.class, session.onPacket(EVENT));
    assertInstanceOf(Step.Break.class, session.onPacket(CONNECT));
  }

  @Test
  void breaksOffASecondConnect() {
    SocketSession session = new SocketSession(false);
    session.onPacket(CONNECT);
    assertInstanceOf(Step.Break.class, session.onPacket(CONNECT));
  }

  @Test
  void breaksOffWhatComesBeforeJoiningOrAfterLeaving() {
    SocketSession session = new SocketSession(false);
    assertInstanceOf(Step.Break.class, session.onPacket(EVENT));
    session.onPacket(CONNECT);
    assertInstanceOf(Step.Leave.class, session.onPacket(new Packet.Disconnect("/")));
    assertInstanceOf(Step.Break.class, session.onPacket(EVENT));
    assertInstanceOf(Step.Break.class, session.onPacket(new Packet.Disconnect("/")));
    assertInstanceOf(Step.Break.class, session.onPacket(new Packet.Ack("/", 1, "[]")));
  }

  @Test
  void letsAClientThatLeftJoinAgain() {
    SocketSession session = new SocketSession(false);
    session.onPacket(CONNECT);
    session.onPacket(new Packet.Disconnect("/"));
    assertInstanceOf(Step.Join.class, session.onPacket(CONNECT));
  }

  @Test
  void refusesOtherNamespacesAndKeepsTheConnection() {
    SocketSession session = new SocketSession(false);
    assertEquals(
        new Step.Reply(Frame.text("44/nope,{\"message\":\"Invalid namespace\"}")),
        session.onPacket(new Packet.Connect("/nope")));
    assertEquals(
        new Step.Reply(Frame.text("44/custom?x=1,{\"message\":\"Invalid namespace\"}")),
        session.onPacket(new Packet.Connect("/custom?x=1")));
    assertInstanceOf(Step.Join.class, session.onPacket(CONNECT));
  }

  @Test
  void refusesAnOlderClientsNamespaceWithoutItsQuery() {
    assertEquals(
        new Step.Reply(Frame.text("44/custom,{\"message\":\"Invalid namespace\"}")),
        new SocketSession(true).onPacket(new Packet.Connect("/custom?token=abc")));
  }

  @Test
  void breaksOffAnEventForAnotherNamespace() {
    SocketSession session = new SocketSession(true);
    assertInstanceOf(
        Step.Break.class, session.onPacket(new Packet.Message("/nope", -1, Event.of("a"))));
  }

  @Test
  void tellsAClientThatIsPutOutOnce() {
    SocketSession session = new SocketSession(true);
    assertEquals(Frame.text("41"), session.expel());
    assertNull(session.expel());
  }
}
