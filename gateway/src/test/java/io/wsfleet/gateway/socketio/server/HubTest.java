package io.wsfleet.gateway.socketio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubTest {
  private static final Delivery FRAME = Delivery.of("/", Event.of("a"), false, null);

  private final Hub hub = new Hub();
  private final Client anna = client("anna");
  private final Client bert = client("bert");
  private final Client cora = client("cora");

  @Test
  void reachesEveryoneOnce() {
    assertEquals(3, hub.deliver(Audience.all("/"), FRAME));
    assertEquals(List.of(FRAME), anna.received);
    assertEquals(List.of(FRAME), cora.received);
  }

  @Test
  void leavesTheExceptedOut() {
    hub.deliver(Audience.all("/").except("anna"), FRAME);
    assertEquals(List.of(), anna.received);
    assertEquals(List.of(FRAME), bert.received);
  }

  @Test
  void reachesWhoeverIsInAnyOfTheRoomsOnce() {
    hub.join(Audience.room("/", "anna"), List.of("r1", "r2"));
    hub.join(Audience.room("/", "bert"), List.of("r2"));
    assertEquals(2, hub.deliver(new Audience("/", Set.of("r1", "r2"), Set.of()), FRAME));
    assertEquals(1, anna.received.size());
    assertEquals(0, cora.received.size());
  }

  @Test
  void excludesByRoomToo() {
    hub.join(Audience.room("/", "anna"), List.of("r1", "quiet"));
    hub.join(Audience.room("/", "bert"), List.of("r1"));
    assertEquals(1, hub.deliver(new Audience("/", Set.of("r1"), Set.of("quiet", "nobody")), FRAME));
    assertEquals(1, bert.received.size());
  }

  @Test
  void limitsTheRoomsThatASocketJoinsItself() {
    Hub strict = new Hub(2);
    Client dora = new Client("dora", "/");
    strict.add(dora.socket);
    assertTrue(strict.join(dora.socket, "r1"));
    assertTrue(strict.join(dora.socket, "r2"));
    assertFalse(strict.join(dora.socket, "r3"));
    assertTrue(strict.join(dora.socket, "r2"), "it is in that one");
    strict.join(Audience.room("/", "dora"), List.of("r4"));
    assertEquals(Set.of("dora", "r1", "r2", "r4"), strict.roomsOf(dora.socket));
    strict.leave(Audience.room("/", "dora"), List.of("r1", "r4"));
    assertTrue(strict.join(dora.socket, "r3"));
  }

  @Test
  void reachesNobodyInARoomThatIsNotThere() {
    assertEquals(0, hub.deliver(Audience.room("/", "nobody"), FRAME));
  }

  @Test
  void removesARoomWithItsLastSocket() {
    hub.join(Audience.all("/"), List.of("r"));
    hub.leave(Audience.all("/"), List.of("r"));
    assertEquals(Set.of("anna", "bert", "cora"), hub.rooms("/"));
  }

  @Test
  void removesASocketFromAllItsRooms() {
    hub.join(Audience.room("/", "anna"), List.of("r1", "r2"));
    hub.remove(anna.socket);
    hub.remove(anna.socket);
    assertNull(hub.socket("/", "anna"));
    assertEquals(Set.of("bert", "cora"), hub.rooms("/"));
    assertEquals(2, hub.size());
  }

  @Test
  void keepsNamespacesApart() {
    Client annaInChat = client("anna", "/chat");
    hub.join(Audience.all("/chat"), List.of("r"));
    assertEquals(1, hub.deliver(Audience.all("/chat"), FRAME));
    assertEquals(List.of(), anna.received);
    assertEquals(0, hub.deliver(Audience.room("/", "r"), FRAME));
    hub.remove(annaInChat.socket);
    assertEquals(Set.of("/"), hub.namespaces());
    assertEquals(3, hub.size());
  }

  @Test
  void encodesADeliveryOnceForAll() {
    hub.deliver(Audience.all("/"), FRAME);
    assertSame(
        anna.received.get(0).encodedAs(Delivery.SOCKET_IO),
        bert.received.get(0).encodedAs(Delivery.SOCKET_IO));
  }

  private Client client(String id) {
    return client(id, "/");
  }

  private Client client(String id, String namespace) {
    Client client = new Client(id, namespace);
    hub.add(client.socket);
    return client;
  }

  private static final class Client implements SocketSender {
    private final List<Delivery> received = new ArrayList<>();
    private final Socket socket;

    Client(String id, String namespace) {
      socket =
          new Socket(id, namespace, Handshake.of("127.0.0.1", "/", 0, false, Map.of()), "{}", this);
    }

    @Override
    public void deliver(Delivery delivery) {
      received.add(delivery);
    }

    @Override
    public void sendAck(long ackId, JsonPayload arguments) {}

    @Override
    public void disconnect(boolean closeConnection, CloseReason reason) {}
  }
}
