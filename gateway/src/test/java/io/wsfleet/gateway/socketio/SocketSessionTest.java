package io.wsfleet.gateway.socketio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.socketio.SocketSession.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketSessionTest {
  private static final Namespaces NAMESPACES = new Namespaces(List.of("/chat"));
  private static final Packet CONNECT = new Packet.Connect("/", "{}");
  private static final Packet EVENT = new Packet.Message("/", 3, Event.of("a"));

  private final SocketSession session = new SocketSession(NAMESPACES, false);
  private final SocketSession legacy = new SocketSession(NAMESPACES, true);

  @Test
  void letsANewClientInWhenItHasAskedAndIsAdmitted() {
    Packet asking = new Packet.Connect("/", "{\"token\":\"x\"}");
    assertEquals(new Step.Ask("/", "{\"token\":\"x\"}"), session.onPacket(asking));
    assertTrue(session.admit("/"));
    assertEquals(new Step.Happen("/", Event.of("a"), 3), session.onPacket(EVENT));
  }

  @Test
  void takesConnectingForAskingOnceWhereAClientIsOlder() {
    assertInstanceOf(Step.Break.class, legacy.onPacket(CONNECT));
    assertTrue(legacy.admit("/"));
    assertInstanceOf(Step.Happen.class, legacy.onPacket(EVENT));
  }

  @Test
  void breaksOffASecondConnectAlsoWhileTheFirstIsBeingDecided() {
    session.onPacket(CONNECT);
    assertInstanceOf(Step.Break.class, session.onPacket(CONNECT));
    session.admit("/");
    assertInstanceOf(Step.Break.class, session.onPacket(CONNECT));
  }

  @Test
  void breaksOffWhatComesBeforeJoiningOrAfterLeaving() {
    assertInstanceOf(Step.Break.class, session.onPacket(EVENT));
    session.onPacket(CONNECT);
    assertInstanceOf(Step.Break.class, session.onPacket(EVENT));
    session.admit("/");
    assertEquals(new Step.Leave("/"), session.onPacket(new Packet.Disconnect("/")));
    assertInstanceOf(Step.Break.class, session.onPacket(EVENT));
    assertInstanceOf(Step.Break.class, session.onPacket(new Packet.Disconnect("/")));
    assertInstanceOf(
        Step.Break.class, session.onPacket(new Packet.Ack("/", 1, Payload.NO_ARGUMENTS)));
  }

  @Test
  void letsAClientThatLeftAskAgain() {
    session.onPacket(CONNECT);
    session.admit("/");
    session.onPacket(new Packet.Disconnect("/"));
    assertInstanceOf(Step.Ask.class, session.onPacket(CONNECT));
  }

  @Test
  void keepsNamespacesApart() {
    session.onPacket(CONNECT);
    session.admit("/");
    Packet inChat = new Packet.Message("/chat", -1, Event.of("a"));
    assertInstanceOf(Step.Break.class, session.onPacket(inChat));
    assertEquals(new Step.Ask("/chat", "{}"), session.onPacket(new Packet.Connect("/chat", "{}")));
    session.admit("/chat");
    assertEquals(new Step.Happen("/chat", Event.of("a"), -1), session.onPacket(inChat));
    assertEquals(List.of("/", "/chat"), session.namespaces());
  }

  @Test
  void refusesUnknownNamespacesAndKeepsTheConnection() {
    assertEquals(
        new Step.Reply(EncodedPacket.text("44/nope,{\"message\":\"Invalid namespace\"}")),
        session.onPacket(new Packet.Connect("/nope", "{}")));
    assertEquals(
        new Step.Reply(EncodedPacket.text("44/chat?x=1,{\"message\":\"Invalid namespace\"}")),
        session.onPacket(new Packet.Connect("/chat?x=1", "{}")));
    assertInstanceOf(Step.Ask.class, session.onPacket(CONNECT));
  }

  @Test
  void readsAnOlderClientsQueryAsWhatItSaysForItself() {
    assertEquals(
        new Step.Ask("/chat", "{\"token\":\"a b\",\"x\":\"\"}"),
        legacy.onPacket(new Packet.Connect("/chat?token=a%20b&x", "{}")));
    legacy.admit("/chat");
    assertInstanceOf(
        Step.Happen.class,
        legacy.onPacket(new Packet.Message("/chat?token=a%20b&x", -1, Event.of("a"))));
    assertInstanceOf(
        Step.Happen.class, legacy.onPacket(new Packet.Message("/chat", -1, Event.of("a"))));
    assertEquals(
        new Step.Reply(EncodedPacket.text("44/nope,{\"message\":\"Invalid namespace\"}")),
        legacy.onPacket(new Packet.Connect("/nope?token=%zz", "{}")));
  }

  @Test
  void admitsNobodyWhoHasBeenPutOutMeanwhile() {
    session.onPacket(CONNECT);
    assertTrue(session.expel("/"));
    assertFalse(session.admit("/"));
    assertFalse(session.expel("/"));
  }
}
