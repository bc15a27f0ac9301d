package io.wsfleet.gateway.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.Payload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketsTest {
  @Test
  void findsEachSocketByItsIdWhoeverComesAndGoes() {
    Random random = new Random(11);
    Sockets sockets = new Sockets();
    Map<String, Member> model = new HashMap<>();
    for (int step = 0; step < 200_000; step++) {
      // Now it grows, now it shrinks, often down to nothing.
      int most = step / 20_000 % 2 == 0 ? 300 : 3;
      String id = id(random.nextInt(300));
      Member known = model.get(id);
      if (random.nextInt(300) < most) {
        Member member = socket(id);
        sockets.put(member);
        model.put(id, member);
      } else if (known != null) {
        assertFalse(sockets.remove(socket(id)), "another with the same id");
        assertEquals(true, sockets.remove(known));
        assertFalse(sockets.remove(known));
        model.remove(id);
      }
      String asked = id(random.nextInt(300));
      assertSame(model.get(asked), sockets.get(asked));
      assertEquals(model.size(), sockets.size());
      if (step % 1000 == 0) {
        assertEquals(new HashSet<>(model.values()), new HashSet<>(sockets.toList()));
        assertEquals(model.size(), sockets.toList().size());
      }
    }
  }

  /** Many of them have the same hash code, as those of "Aa" and "BB" are the same. */
  private static String id(int number) {
    StringBuilder id = new StringBuilder();
    for (int bit = 0; bit < 5; bit++) {
      id.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return id.append(number >> 5).toString();
  }

  private static Member socket(String id) {
    return new Member(id, "/", Handshake.of("::1", "/", 0, false, Map.of()), "{}", new Deaf());
  }

  private static final class Deaf implements Outlet {
    @Override
    public void deliver(Delivery delivery) {}

    @Override
    public void acknowledge(long ackId, Payload arguments) {}

    @Override
    public void disconnect(boolean closeConnection, CloseReason reason) {}
  }
}
