package io.wsfleet.e2e.peer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** {@code @socket.io/redis-emitter} in a Node process. */
public final class Emitter implements AutoCloseable {

  private final Peer peer = Peer.start("emitter.js");

  public Emitter(RedisAccess redis) {
    peer.tell(Map.of("do", "connect", "redis", redis.access()));
    peer.await(
        "the emitter is connected",
        Duration.ofSeconds(20),
        line -> line.path("event").asText().equals("connected"));
  }

  public void broadcast(String event, Object... args) {
    peer.tell(Map.of("do", "broadcast", "event", event, "args", args));
  }

  public void broadcastTo(String room, String event, Object... args) {
    peer.tell(Map.of("do", "broadcast", "room", room, "event", event, "args", args));
  }

  /** A command of {@code emitter.js} with all its details. */
  public void tell(String command, Map<String, ?> details) {
    Map<String, Object> whole = new HashMap<>(details);
    whole.put("do", command);
    peer.tell(whole);
  }

  public void join(String id, String room) {
    peer.tell(Map.of("do", "join", "id", id, "room", room));
  }

  public void leave(String id, String room) {
    peer.tell(Map.of("do", "leave", "id", id, "room", room));
  }

  public void disconnectSockets(String id) {
    peer.tell(Map.of("do", "disconnectSockets", "id", id));
  }

  @Override
  public void close() {
    peer.close();
  }
}
