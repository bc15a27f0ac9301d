package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.socketio.protocol.SocketSession.SocketAction;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketSessionTest {
  private static final NamespaceMatcher NAMESPACES = new NamespaceMatcher(List.of("/chat"));
  private static final Packet CONNECT = new Packet.Connect("/", "{}");
  private static final Packet EVENT = new Packet.EventPacket("/", 3, Event.of("a"));

  private final SocketSession session = new SocketSession(NAMESPACES, false);
  private final SocketSession legacy = new SocketSession(NAMESPACES, true);

  @Test
  void connectsAClientOnceItIsAuthorized() {
    Packet asking = new Packet.Connect("/", "{\"token\":\"x\"}");
    assertEquals(new SocketAction.Connect("/", "{\"token\":\"x\"}"), session.onPacket(asking));
    assertTrue(session.completeConnect("/"));
    assertEquals(new SocketAction.HandleEvent("/", Event.of("a"), 3), session.onPacket(EVENT));
  }

  @Test
  void treatsALegacyConnectionAsConnect() {
    assertInstanceOf(SocketAction.ProtocolError.class, legacy.onPacket(CONNECT));
    assertTrue(legacy.completeConnect("/"));
    assertInstanceOf(SocketAction.HandleEvent.class, legacy.onPacket(EVENT));
  }

  @Test
  void ignoresASecondConnectUntilTheClientKnowsTheAnswer() {
    session.onPacket(CONNECT);
    assertInstanceOf(SocketAction.Ignore.class, session.onPacket(CONNECT));
    session.completeConnect("/");
    assertInstanceOf(SocketAction.Ignore.class, session.onPacket(CONNECT));
    assertEquals(List.of("/"), session.namespaces());
    session.onPacket(EVENT);
    assertInstanceOf(SocketAction.ProtocolError.class, session.onPacket(CONNECT));
  }

  @Test
  void decidesAnewAfterARefusalOrADisconnect() {
    session.onPacket(CONNECT);
    session.onPacket(CONNECT);
    session.remove("/");
    assertInstanceOf(SocketAction.Connect.class, session.onPacket(CONNECT));
    session.completeConnect("/");
    session.remove("/");
    assertInstanceOf(SocketAction.Connect.class, session.onPacket(CONNECT));
  }

  @Test
  void ignoresASecondConnectOfALegacyClientToAnotherNamespace() {
    Packet chat = new Packet.Connect("/chat?a=1", "{}");
    assertInstanceOf(SocketAction.Connect.class, legacy.onPacket(chat));
    assertInstanceOf(SocketAction.Ignore.class, legacy.onPacket(chat));
  }

  @Test
  void rejectsPacketsBeforeConnectAndAfterDisconnect() {
    assertInstanceOf(SocketAction.ProtocolError.class, session.onPacket(EVENT));
    session.onPacket(CONNECT);
    assertInstanceOf(SocketAction.ProtocolError.class, session.onPacket(EVENT));
    session.completeConnect("/");
    assertEquals(new SocketAction.Disconnect("/"), session.onPacket(new Packet.Disconnect("/")));
    assertInstanceOf(SocketAction.ProtocolError.class, session.onPacket(EVENT));
    assertInstanceOf(
        SocketAction.ProtocolError.class, session.onPacket(new Packet.Disconnect("/")));
    assertInstanceOf(
        SocketAction.ProtocolError.class,
        session.onPacket(new Packet.Ack("/", 1, JsonPayload.NO_ARGUMENTS)));
  }

  @Test
  void letsADisconnectedClientConnectAgain() {
    session.onPacket(CONNECT);
    session.completeConnect("/");
    session.onPacket(new Packet.Disconnect("/"));
    assertInstanceOf(SocketAction.Connect.class, session.onPacket(CONNECT));
  }

  @Test
  void keepsNamespacesApart() {
    session.onPacket(CONNECT);
    session.completeConnect("/");
    Packet inChat = new Packet.EventPacket("/chat", -1, Event.of("a"));
    assertInstanceOf(SocketAction.ProtocolError.class, session.onPacket(inChat));
    assertEquals(
        new SocketAction.Connect("/chat", "{}"),
        session.onPacket(new Packet.Connect("/chat", "{}")));
    session.completeConnect("/chat");
    assertEquals(
        new SocketAction.HandleEvent("/chat", Event.of("a"), -1), session.onPacket(inChat));
    assertEquals(List.of("/", "/chat"), session.namespaces());
  }

  @Test
  void refusesUnknownNamespacesAndKeepsTheConnection() {
    assertEquals(
        new SocketAction.Send(EncodedPacket.text("44/nope,{\"message\":\"Invalid namespace\"}")),
        session.onPacket(new Packet.Connect("/nope", "{}")));
    assertEquals(
        new SocketAction.Send(
            EncodedPacket.text("44/chat?x=1,{\"message\":\"Invalid namespace\"}")),
        session.onPacket(new Packet.Connect("/chat?x=1", "{}")));
    assertInstanceOf(SocketAction.Connect.class, session.onPacket(CONNECT));
  }

  @Test
  void readsALegacyClientsQueryAsAuth() {
    assertEquals(
        new SocketAction.Connect("/chat", "{\"token\":\"a b\",\"x\":\"\"}"),
        legacy.onPacket(new Packet.Connect("/chat?token=a%20b&x", "{}")));
    legacy.completeConnect("/chat");
    assertInstanceOf(
        SocketAction.HandleEvent.class,
        legacy.onPacket(new Packet.EventPacket("/chat?token=a%20b&x", -1, Event.of("a"))));
    assertInstanceOf(
        SocketAction.HandleEvent.class,
        legacy.onPacket(new Packet.EventPacket("/chat", -1, Event.of("a"))));
    assertEquals(
        new SocketAction.Send(EncodedPacket.text("44/nope,{\"message\":\"Invalid namespace\"}")),
        legacy.onPacket(new Packet.Connect("/nope?token=%zz", "{}")));
  }

  @Test
  void connectsNoClientThatWasRemovedMeanwhile() {
    session.onPacket(CONNECT);
    assertTrue(session.remove("/"));
    assertFalse(session.completeConnect("/"));
    assertFalse(session.remove("/"));
  }
}
