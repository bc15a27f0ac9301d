package io.wsfleet.gateway.socketio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Against a model that keeps for each socket the set of its rooms, and nothing else. */
class NamespaceStateTest {
  private static final int STEPS = 20_000;
  private static final int MAX_ROOMS = 5;

  private final Random random = new Random(5);
  private final NamespaceState namespaceState = new NamespaceState();
  private final List<Socket> sockets = new ArrayList<>();
  private final Map<Socket, Set<String>> model = new HashMap<>();

  @Test
  void isWhatItsSocketsHaveDone() {
    for (int i = 0; i < 25; i++) {
      sockets.add(socket("s" + i));
    }
    for (int step = 0; step < STEPS; step++) {
      act();
      check(audience());
    }
  }

  private void act() {
    Socket socket = sockets.get(random.nextInt(sockets.size()));
    boolean present = model.containsKey(socket);
    Set<String> its = model.getOrDefault(socket, Set.of());
    String room = room();
    switch (random.nextInt(20)) {
      case 0, 1 -> {
        if (!present) {
          namespaceState.add(socket);
          model.put(socket, new HashSet<>(Set.of(socket.id())));
        }
      }
      case 2 -> {
        assertEquals(present, namespaceState.remove(socket));
        model.remove(socket);
        // One that comes back is another: it is in no rooms.
        sockets.set(sockets.indexOf(socket), socket(socket.id()));
      }
      case 3, 4, 5, 6, 7, 8, 9 -> {
        namespaceState.join(socket, room);
        if (present) {
          its.add(room);
        }
      }
      case 10, 11, 12 -> {
        long others = its.stream().filter(each -> !each.equals(socket.id())).count();
        boolean may = others < MAX_ROOMS || its.contains(room) || room.equals(socket.id());
        if (present) {
          assertEquals(may, namespaceState.join(socket, room, MAX_ROOMS));
          if (may) {
            its.add(room);
          }
        }
      }
      default -> {
        if (present) {
          namespaceState.leave(socket, room);
          its.remove(room);
        }
      }
    }
  }

  private void check(Audience audience) {
    Set<String> wanted =
        model.entrySet().stream()
            .filter(each -> audience.includes(each.getValue()))
            .map(each -> each.getKey().id())
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> picked =
        namespaceState.find(audience).stream()
            .map(Socket::id)
            .sorted()
            .collect(Collectors.toList());
    assertEquals(List.copyOf(wanted), picked, "each once");
    Set<String> rooms =
        model.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    assertEquals(rooms, namespaceState.roomNames());
    assertEquals(rooms.size(), namespaceState.roomCount());
    assertEquals(model.size(), namespaceState.size());
    String room = room();
    assertEquals(rooms.contains(room), namespaceState.hasRoom(room));
    model.forEach((socket, its) -> assertEquals(its, socket.rooms()));
  }

  private Audience audience() {
    Set<String> rooms = new HashSet<>();
    Set<String> except = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      rooms.add(room());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      except.add(room());
    }
    return new Audience("/", rooms, except);
  }

  /** Mostly rooms, and now and then the own room of a socket, of whichever. */
  private String room() {
    return random.nextInt(4) == 0 ? "s" + random.nextInt(25) : "r" + random.nextInt(8);
  }

  private static Socket socket(String id) {
    return new Socket(
        id, "/", Handshake.of("127.0.0.1", "/", 0, false, Map.of()), "{}", new NoOpSender());
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
