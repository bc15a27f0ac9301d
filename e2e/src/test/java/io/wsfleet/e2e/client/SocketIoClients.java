package io.wsfleet.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.e2e.process.NodeProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Clients of socket.io-client, version 4 or 2, in one Node process. */
public final class SocketIoClients implements AutoCloseable {

  /**
   * The options of the reference client, with a shorter timeout for connecting: its default of 20 s
   * is as long as the tests wait, and while a gateway shuts down a node may still forward to one
   * that is gone.
   */
  public static final Map<String, ?> REFERENCE =
      Map.of(
          "reconnection",
          true,
          "reconnectionDelay",
          500,
          "timeout",
          5000,
          "transports",
          List.of("websocket"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final NodeProgram nodeProgram = NodeProgram.start("clients.js");

  /** Connects and waits for it. */
  public Client connect(String name, int generation, String url) {
    return start(name, generation, url, REFERENCE).awaitConnected(1);
  }

  /** Connects from an address of this machine and waits for it. */
  public Client connectFrom(String localAddress, String name, int generation, String url) {
    Map<String, Object> options = new HashMap<>(REFERENCE);
    options.put("localAddress", localAddress);
    return start(name, generation, url, options).awaitConnected(1);
  }

  public Client start(String name, int generation, String url, Map<String, ?> options) {
    nodeProgram.send(
        Map.of(
            "do",
            "connect",
            "client",
            name,
            "version",
            generation,
            "url",
            url,
            "options",
            options));
    return new Client(name);
  }

  /** A client that was connected before. */
  public Client get(String name) {
    return new Client(name);
  }

  @Override
  public void close() {
    nodeProgram.close();
  }

  /** One client; names are not used twice in a process, so that its events are its own. */
  public final class Client {

    private final String name;

    private Client(String name) {
      this.name = name;
    }

    /** Waits until it has been connected so many times, the reconnects included. */
    public Client awaitConnected(int times) {
      org.awaitility.Awaitility.await(name + " is connected")
          .atMost(TIMEOUT)
          .until(() -> received("connect").size() >= times);
      return this;
    }

    /** The id of its socket, which changes with every connect. */
    public String id() {
      List<List<JsonNode>> connects = received("connect");
      return connects.get(connects.size() - 1).get(0).asText();
    }

    public void emit(String event, Object... args) {
      nodeProgram.send(Map.of("do", "emit", "client", name, "event", event, "args", args));
    }

    /** Emits and waits for the acknowledgement; one at a time for each client. */
    public List<JsonNode> emitWithAck(String event, Object... args) {
      int before = received("ack").size();
      nodeProgram.send(Map.of("do", "ask", "client", name, "event", event, "args", args));
      org.awaitility.Awaitility.await(name + " is answered")
          .atMost(TIMEOUT)
          .until(() -> received("ack").size() > before);
      return received("ack").get(before);
    }

    public void disconnect() {
      nodeProgram.send(Map.of("do", "disconnect", "client", name));
      await(TIMEOUT, "disconnect", args -> true);
    }

    public void await(String event, Object... args) {
      awaitFor(TIMEOUT, event, args);
    }

    public void awaitFor(Duration atMost, String event, Object... args) {
      List<JsonNode> wanted = json(args);
      await(atMost, event, wanted::equals);
    }

    private void await(Duration atMost, String event, Predicate<List<JsonNode>> wanted) {
      nodeProgram.await(
          name + " hears " + event, atMost, line -> is(line, event) && wanted.test(args(line)));
    }

    /** The arguments of each event of this name, in the order in which they came. */
    public List<List<JsonNode>> received(String event) {
      return nodeProgram.events(line -> is(line, event)).stream().map(this::args).toList();
    }

    public long count(String event, Object... args) {
      List<JsonNode> wanted = json(args);
      return received(event).stream().filter(wanted::equals).count();
    }

    private boolean is(JsonNode line, String event) {
      return line.path("client").asText().equals(name) && line.path("event").asText().equals(event);
    }

    private List<JsonNode> args(JsonNode line) {
      var args = new ArrayList<JsonNode>();
      line.path("args").forEach(args::add);
      return args;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<JsonNode> json(Object... args) {
    return Arrays.stream(args).<JsonNode>map(JSON::valueToTree).toList();
  }
}
