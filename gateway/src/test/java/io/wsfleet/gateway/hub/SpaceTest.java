package io.wsfleet.gateway.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.Audience;
import io.wsfleet.gateway.socketio.Payload;
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
class SpaceTest {
  private static final int STEPS = 20_000;
  private static final int MAX_ROOMS = 5;

  private final Random random = new Random(5);
  private final Space space = new Space();
  private final List<Member> sockets = new ArrayList<>();
  private final Map<Member, Set<String>> model = new HashMap<>();

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
    Member member = sockets.get(random.nextInt(sockets.size()));
    boolean present = model.containsKey(member);
    Set<String> its = model.getOrDefault(member, Set.of());
    String room = room();
    switch (random.nextInt(20)) {
      case 0, 1 -> {
        if (!present) {
          space.add(member);
          model.put(member, new HashSet<>(Set.of(member.id())));
        }
      }
      case 2 -> {
        assertEquals(present, space.remove(member));
        model.remove(member);
        // One that comes back is another: it is in no rooms.
        sockets.set(sockets.indexOf(member), socket(member.id()));
      }
      case 3, 4, 5, 6, 7, 8, 9 -> {
        space.join(member, room);
        if (present) {
          its.add(room);
        }
      }
      case 10, 11, 12 -> {
        long others = its.stream().filter(each -> !each.equals(member.id())).count();
        boolean may = others < MAX_ROOMS || its.contains(room) || room.equals(member.id());
        if (present) {
          assertEquals(may, space.join(member, room, MAX_ROOMS));
          if (may) {
            its.add(room);
          }
        }
      }
      default -> {
        if (present) {
          space.leave(member, room);
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
        space.pick(audience).stream().map(Member::id).sorted().collect(Collectors.toList());
    assertEquals(List.copyOf(wanted), picked, "each once");
    Set<String> rooms =
        model.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    assertEquals(rooms, space.roomNames());
    assertEquals(rooms.size(), space.roomCount());
    assertEquals(model.size(), space.size());
    String room = room();
    assertEquals(rooms.contains(room), space.hasRoom(room));
    model.forEach((member, its) -> assertEquals(its, member.rooms()));
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

  private static Member socket(String id) {
    return new Member(
        id, "/", Handshake.of("127.0.0.1", "/", 0, false, Map.of()), "{}", new Deaf());
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
