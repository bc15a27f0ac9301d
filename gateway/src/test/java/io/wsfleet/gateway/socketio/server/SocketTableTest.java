package io.wsfleet.gateway.socketio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SocketTableTest {
  @Test
  void findsEachSocketByItsIdWhoeverComesAndGoes() {
    Random random = new Random(11);
    SocketTable socketTable = new SocketTable();
    Map<String, Socket> model = new HashMap<>();
    for (int step = 0; step < 200_000; step++) {
      // Now it grows, now it shrinks, often down to nothing.
      int most = step / 20_000 % 2 == 0 ? 300 : 3;
      String id = id(random.nextInt(300));
      Socket known = model.get(id);
      if (random.nextInt(300) < most) {
        Socket socket = socket(id);
        socketTable.put(socket);
        model.put(id, socket);
      } else if (known != null) {
        assertFalse(socketTable.remove(socket(id)), "another with the same id");
        assertEquals(true, socketTable.remove(known));
        assertFalse(socketTable.remove(known));
        model.remove(id);
      }
      String asked = id(random.nextInt(300));
      assertSame(model.get(asked), socketTable.get(asked));
      assertEquals(model.size(), socketTable.size());
      if (step % 1000 == 0) {
        assertEquals(new HashSet<>(model.values()), new HashSet<>(socketTable.toList()));
        assertEquals(model.size(), socketTable.toList().size());
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

  private static Socket socket(String id) {
    return new Socket(
        id, "/", Handshake.of("::1", "/", 0, false, Map.of()), "{}", new NoOpSender());
  }

  private static final class NoOpSender implements SocketSender {
    @Override
    public void deliver(Delivery delivery) {}

    @Override
    public void sendAck(long ackId, JsonPayload arguments) {}

    @Override
    public void disconnect(boolean closeConnection, CloseReason reason) {}
  }
}
