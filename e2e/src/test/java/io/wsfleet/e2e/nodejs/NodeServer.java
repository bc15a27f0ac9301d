package io.wsfleet.e2e.nodejs;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.process.NodeProgram;
import io.wsfleet.e2e.process.RedisEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A Node Socket.IO server that shares a fleet's Redis. */
public final class NodeServer implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final NodeProgram nodeProgram;
  private final String url;

  private NodeServer(String script, Map<String, ?> listen) {
    nodeProgram = NodeProgram.start(script);
    nodeProgram.send(listen);
    JsonNode listening = nodeProgram.await("the Node server listens", TIMEOUT, named("listening"));
    this.url = "http://127.0.0.1:" + listening.at("/args/0").asInt();
  }

  /** Socket.IO 4 with {@code @socket.io/redis-adapter} 8. */
  public static NodeServer withRedisAdapter(RedisEndpoint redis) {
    return of(4, redis);
  }

  /** Socket.IO 2 with {@code socket.io-redis} 5. */
  public static NodeServer withLegacyAdapter(RedisEndpoint redis) {
    return of(2, redis);
  }

  private static NodeServer of(int generation, RedisEndpoint redis) {
    return new NodeServer(
        "server.js", Map.of("do", "listen", "generation", generation, "redis", redis.toMap()));
  }

  /**
   * One whose clients make it do each operation of the adapter.
   *
   * @param specific whether it answers on the channel of whoever asks
   */
  public static NodeServer withOperations(String name, RedisEndpoint redis, boolean specific) {
    return new NodeServer(
        "operations.js",
        Map.of("do", "listen", "name", name, "redis", redis.toMap(), "specific", specific));
  }

  public String url() {
    return url;
  }

  public void broadcast(String event, Object... args) {
    nodeProgram.send(Map.of("do", "broadcast", "event", event, "args", args));
  }

  public void broadcastTo(String room, String event, Object... args) {
    nodeProgram.send(Map.of("do", "broadcast", "room", room, "event", event, "args", args));
  }

  /** Takes a socket, wherever in the fleet it is, into a room. */
  public void join(String id, String room) {
    nodeProgram.send(Map.of("do", "join", "id", id, "room", room));
    nodeProgram.await(id + " is asked into " + room, TIMEOUT, named("joined"));
  }

  /** The sockets of all servers and gateways, as this server is told them. */
  public List<String> ids() {
    return answers("ids").stream().map(JsonNode::asText).toList();
  }

  /** How many servers and gateways share the Redis, as this server counts them. */
  public int serverCount() {
    return answers("count").get(0).asInt();
  }

  private List<JsonNode> answers(String question) {
    int before = nodeProgram.events(named(question)).size();
    nodeProgram.send(Map.of("do", question));
    org.awaitility.Awaitility.await(question)
        .atMost(TIMEOUT)
        .until(() -> nodeProgram.events(named(question)).size() > before);
    JsonNode answer = nodeProgram.events(named(question)).get(before);
    return StreamSupport.stream(answer.path("args").spliterator(), false).toList();
  }

  private static Predicate<JsonNode> named(String event) {
    return line -> {
      if (line.path("event").asText().equals("failed")) {
        throw new AssertionError("the Node server failed: " + line.at("/args/0").asText());
      }
      return line.path("event").asText().equals(event);
    };
  }

  @Override
  public void close() {
    nodeProgram.close();
  }
}
