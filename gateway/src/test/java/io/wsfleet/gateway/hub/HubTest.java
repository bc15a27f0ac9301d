package io.wsfleet.gateway.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubTest {
  private static final Frame FRAME = Frame.text("42[\"a\"]");

  private final Hub hub = new Hub();
  private final Client anna = client("anna");
  private final Client bert = client("bert");
  private final Client cora = client("cora");

  @Test
  void reachesEveryoneOnce() {
    assertEquals(3, hub.deliver(Audience.EVERYONE, FRAME));
    assertEquals(List.of(FRAME), anna.received);
    assertEquals(List.of(FRAME), cora.received);
  }

  @Test
  void leavesTheExceptedOut() {
    hub.deliver(Audience.EVERYONE.except("anna"), FRAME);
    assertEquals(List.of(), anna.received);
    assertEquals(List.of(FRAME), bert.received);
  }

  @Test
  void reachesWhoeverIsInAnyOfTheRoomsOnce() {
    hub.join(Audience.room("anna"), List.of("r1", "r2"));
    hub.join(Audience.room("bert"), List.of("r2"));
    assertEquals(2, hub.deliver(new Audience(Set.of("r1", "r2"), Set.of()), FRAME));
    assertEquals(1, anna.received.size());
    assertEquals(0, cora.received.size());
  }

  @Test
  void exceptsByRoomToo() {
    hub.join(Audience.room("anna"), List.of("r1", "quiet"));
    hub.join(Audience.room("bert"), List.of("r1"));
    assertEquals(1, hub.deliver(new Audience(Set.of("r1"), Set.of("quiet", "nobody")), FRAME));
    assertEquals(1, bert.received.size());
  }

  @Test
  void reachesNobodyInARoomThatIsNotThere() {
    assertEquals(0, hub.deliver(Audience.room("nobody"), FRAME));
  }

  @Test
  void forgetsARoomWithItsLastMember() {
    hub.join(Audience.EVERYONE, List.of("r"));
    hub.leave(Audience.EVERYONE, List.of("r"));
    assertEquals(Set.of("anna", "bert", "cora"), hub.rooms());
  }

  @Test
  void forgetsAMemberAndAllItsRooms() {
    hub.join(Audience.room("anna"), List.of("r1", "r2"));
    hub.remove(anna.member);
    hub.remove(anna.member);
    assertNull(hub.member("anna"));
    assertEquals(Set.of("bert", "cora"), hub.rooms());
    assertEquals(2, hub.size());
  }

  private Client client(String id) {
    Client client = new Client(id);
    hub.add(client.member);
    return client;
  }

  private static final class Client implements Outlet {
    private final List<Frame> received = new ArrayList<>();
    private final Member member;

    Client(String id) {
      member = new Member(id, new Handshake("127.0.0.1", "/", 0, Map.of(), Map.of()), this);
    }

    @Override
    public void send(Frame frame) {
      received.add(frame);
    }

    @Override
    public void disconnect(boolean closeConnection, CloseReason reason) {}
  }
}
