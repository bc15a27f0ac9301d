package io.wsfleet.e2e.nodejs;

import io.wsfleet.e2e.process.NodeProgram;
import io.wsfleet.e2e.process.RedisEndpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** {@code @socket.io/redis-emitter} in a Node process. */
public final class RedisEmitter implements AutoCloseable {

  private final NodeProgram nodeProgram = NodeProgram.start("emitter.js");

  public RedisEmitter(RedisEndpoint redis) {
    nodeProgram.send(Map.of("do", "connect", "redis", redis.toMap()));
    nodeProgram.await(
        "the emitter is connected",
        Duration.ofSeconds(20),
        line -> line.path("event").asText().equals("connected"));
  }

  public void broadcast(String event, Object... args) {
    nodeProgram.send(Map.of("do", "broadcast", "event", event, "args", args));
  }

  public void broadcastTo(String room, String event, Object... args) {
    nodeProgram.send(Map.of("do", "broadcast", "room", room, "event", event, "args", args));
  }

  /** A command of {@code emitter.js} with all its details. */
  public void send(String command, Map<String, ?> details) {
    Map<String, Object> whole = new HashMap<>(details);
    whole.put("do", command);
    nodeProgram.send(whole);
  }

  public void join(String id, String room) {
    nodeProgram.send(Map.of("do", "join", "id", id, "room", room));
  }

  public void leave(String id, String room) {
    nodeProgram.send(Map.of("do", "leave", "id", id, "room", room));
  }

  public void disconnectSockets(String id) {
    nodeProgram.send(Map.of("do", "disconnectSockets", "id", id));
  }

  @Override
  public void close() {
    nodeProgram.close();
  }
}
