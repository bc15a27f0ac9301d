package io.wsfleet.e2e.nodejs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.client.SocketIoClients.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/**
 * A client in a namespace at each of several servers that support the operations of {@code
 * operations.js}; it makes its server run them.
 */
public final class AdapterClients implements AutoCloseable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final AtomicInteger MADE = new AtomicInteger();

  private final SocketIoClients socketIoClients;
  private final Map<String, String> urls;
  private final String namespace;
  private final int number = MADE.incrementAndGet();
  private final Map<String, Client> byServer = new LinkedHashMap<>();
  private final List<Client> all = new ArrayList<>();
  private int fences;

  /** Connects to servers by name and address; each client has the name of its server. */
  public AdapterClients(
      SocketIoClients socketIoClients, Map<String, String> urls, String namespace) {
    this.socketIoClients = socketIoClients;
    this.urls = urls;
    this.namespace = namespace;
    urls.keySet().forEach(server -> byServer.put(server, connect(server, server, false)));
  }

  /**
   * Connects one more client to a server; a silent one does not answer events with an
   * acknowledgement.
   */
  public Client connect(String server, String name, boolean silent) {
    Map<String, Object> options = new HashMap<>(SocketIoClients.REFERENCE);
    options.put("auth", Map.of("name", name));
    options.put("silent", silent);
    options.put("reconnection", false);
    String url = urls.get(server) + (namespace.equals("/") ? "" : namespace);
    Client client = socketIoClients.start(number + name, 4, url, options).awaitConnected(1);
    all.add(client);
    return client;
  }

  public Client at(String server) {
    return byServer.get(server);
  }

  public String id(String server) {
    return at(server).id();
  }

  /** Makes the server run an operation and returns its result. */
  public JsonNode perform(String server, String operation, Map<String, ?> details) {
    Map<String, Object> it = new HashMap<>(details);
    it.put("do", operation);
    List<JsonNode> answer = at(server).emitWithAck("operate", it);
    if (answer.size() != 1 || answer.get(0).has("failed")) {
      throw new AssertionError(server + " could not " + it + ": " + answer);
    }
    return answer.get(0);
  }

  /** Emits {@code said} with the words and the name of who emits. */
  public void emit(String server, String words, Map<String, ?> audience) {
    Map<String, Object> details = new HashMap<>(audience);
    details.put("event", "said");
    details.put("args", List.of(server, words));
    perform(server, "emit", details);
  }

  /** Waits until whatever the server has emitted so far must have arrived. */
  public void fence(String server) {
    int fence = ++fences;
    perform(server, "emit", Map.of("event", "fence", "args", List.of(fence)));
    byServer.values().forEach(client -> client.await("fence", fence));
  }

  /** The texts that the client of one server got from another, in order. */
  public List<String> received(String at, String from) {
    return at(at).received("said").stream()
        .filter(args -> args.get(0).asText().equals(from))
        .map(args -> args.get(1).asText())
        .toList();
  }

  /** The sockets and their rooms, as a server sees them. */
  public Set<String> names(String server, Map<String, ?> audience) {
    return stream(perform(server, "sockets", audience))
        .map(socket -> socket.at("/data/name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Waits until a server sees exactly those clients in a room. */
  public void awaitRoom(String server, String room, Set<String> names) {
    Awaitility.await(server + " sees " + names + " in " + room)
        .atMost(TIMEOUT)
        .until(() -> names(server, Map.of("rooms", List.of(room))).equals(names));
  }

  /** Waits until each server sees each client and each server that counts sees all servers. */
  public void awaitAll() {
    for (String server : byServer.keySet()) {
      Awaitility.await(server + " sees all")
          .atMost(TIMEOUT)
          .ignoreExceptionsMatching(notYet -> notYet instanceof AssertionError)
          .until(() -> names(server, Map.of()).equals(byServer.keySet()));
    }
  }

  /** The elements as JSON text, as a set, since servers answer in any order. */
  public static Set<String> set(JsonNode list) {
    return stream(list).map(AdapterClients::json).collect(Collectors.toCollection(TreeSet::new));
  }

  /** As JSON, the fields of objects in the order of their names. */
  public static String json(Object value) {
    try {
      return JSON.writeValueAsString(JSON.convertValue(value, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  @Override
  public void close() {
    all.stream()
        .filter(client -> client.received("disconnect").isEmpty())
        .forEach(Client::disconnect);
  }
}
