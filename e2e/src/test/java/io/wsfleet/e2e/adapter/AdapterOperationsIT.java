package io.wsfleet.e2e.adapter;

import static io.wsfleet.e2e.nodejs.AdapterClients.json;
import static io.wsfleet.e2e.nodejs.AdapterClients.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.client.SocketIoClients.Client;
import io.wsfleet.e2e.extension.AdapterOperations;
import io.wsfleet.e2e.nodejs.AdapterClients;
import io.wsfleet.e2e.nodejs.NodeServer;
import io.wsfleet.e2e.nodejs.RedisEmitter;
import io.wsfleet.e2e.process.Gateways;
import io.wsfleet.e2e.process.RedisEndpoint;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import io.wsfleet.testing.ExtensionJar;
import io.wsfleet.testing.GatewayProcess;
import io.wsfleet.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two Node servers with {@code @socket.io/redis-adapter} and two gateways on one Redis, with a
 * client for each server in each namespace. The clients make their servers run every operation of
 * the adapter; the result is the same from each server to each.
 */
@Needs(Need.NODE)
@SideBySide(Lane.WITHOUT_CLUSTER)
class AdapterOperationsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  // Whoever asks a client that is mute waits for so long.
  private static final Duration TIME_FOR_ACKS = Duration.ofSeconds(2);
  private static final List<String> SERVERS = List.of("node-1", "node-2", "gateway-1", "gateway-2");

  private static final Deque<AutoCloseable> started = new ArrayDeque<>();
  private static final Map<String, String> urls = new LinkedHashMap<>();
  private static final List<GatewayProcess> gateways = new ArrayList<>();
  private static RedisProcess redis;
  private static SocketIoClients socketIoClients;

  @BeforeAll
  static void fourServers(@TempDir Path folder) {
    ExtensionJar.write(folder.resolve("operations.jar"), AdapterOperations.class);
    redis = closeLater(RedisProcess.startMaster());
    Map<String, String> settings =
        redis.gatewayEnvironment(
            Map.of(
                "WSFLEET_BUS",
                "pubsub",
                "WSFLEET_PROTOCOL_NAMESPACES",
                "/chat,/tenant-*",
                "WSFLEET_EXTENSIONS",
                folder.toString()));
    gateways.add(closeLater(Gateways.start("gateway-1", settings)));
    gateways.add(closeLater(Gateways.start("gateway-2", settings)));
    urls.put(
        "node-1",
        closeLater(NodeServer.withOperations("node-1", RedisEndpoint.of(redis), false)).url());
    // This one answers so that only who asks hears it.
    urls.put(
        "node-2",
        closeLater(NodeServer.withOperations("node-2", RedisEndpoint.of(redis), true)).url());
    gateways.forEach(gateway -> urls.put(gateway.name(), gateway.awaitReady().url()));
    socketIoClients = closeLater(new SocketIoClients());
  }

  private static <T extends AutoCloseable> T closeLater(T what) {
    started.push(what);
    return what;
  }

  @AfterAll
  static void nothingWasMalformedAndAllEnds() throws Exception {
    for (GatewayProcess gateway : gateways) {
      assertEquals(0, gateway.metric("wsfleet_bus_malformed_total"), gateway.log());
    }
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat", "/tenant-a"})
  void whatEachBroadcastsIsHeardByWhomItIsFor(String namespace) {
    try (AdapterClients peers = everywhere(namespace)) {
      for (String from : SERVERS) {
        List<String> few = List.of(peers.id("node-1"), peers.id("gateway-1"));
        peers.perform(from, "join", Map.of("rooms", few, "into", List.of("few")));
        peers.awaitRoom(from, "few", Set.of("node-1", "gateway-1"));

        String oneId = peers.id("gateway-2");
        String other = peers.id("node-2");
        peers.emit(from, "to all", Map.of());
        // Nobody is being written to then: a client that is may not get it.
        peers.fence(from);
        peers.emit(from, "droppable", Map.of("droppable", true));
        peers.fence(from);
        peers.emit(from, "to a room", Map.of("rooms", List.of("few")));
        peers.emit(from, "to one", Map.of("rooms", List.of(oneId)));
        peers.emit(from, "to a room and one", Map.of("rooms", List.of("few", other)));
        peers.emit(from, "but for a room", Map.of("except", List.of("few")));
        peers.emit(
            from, "one of a room", Map.of("rooms", List.of("few"), "except", List.of(few.get(0))));
        peers.emit(from, "to nobody", Map.of("rooms", List.of("empty")));
        peers.emit(from, "here", Map.of("local", true));
        peers.fence(from);

        for (String at : SERVERS) {
          boolean isInRoom = Set.of("node-1", "gateway-1").contains(at);
          List<String> expected = new ArrayList<>(List.of("to all", "droppable"));
          if (isInRoom) expected.add("to a room");
          if (at.equals("gateway-2")) expected.add("to one");
          if (isInRoom || at.equals("node-2")) expected.add("to a room and one");
          if (!isInRoom) expected.add("but for a room");
          if (at.equals("gateway-1")) expected.add("one of a room");
          if (at.equals(from)) expected.add("here");
          assertEquals(expected, peers.received(at, from), "at " + at + " from " + from);
        }
        peers.perform(from, "leave", Map.of("rooms", List.of("few"), "from", List.of("few")));
        peers.awaitRoom(from, "few", Set.of());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat", "/tenant-a"})
  void eachMovesTheSocketsOfAllAndSeesThemAlike(String namespace) {
    try (AdapterClients peers = everywhere(namespace)) {
      for (String from : SERVERS) {
        String room = "of " + from;
        peers.perform(from, "join", Map.of("into", List.of(room, "another")));
        peers.awaitRoom(from, room, new TreeSet<>(SERVERS));
        peers.perform(
            from,
            "leave",
            Map.of("except", List.of(peers.id("node-2")), "from", List.of("another")));
        peers.awaitRoom(from, "another", Set.of("node-2"));

        Set<Set<String>> rooms = new HashSet<>();
        Set<Set<String>> sockets = new HashSet<>();
        for (String asking : SERVERS) {
          rooms.add(set(peers.perform(asking, "rooms", Map.of())));
          sockets.add(set(peers.perform(asking, "sockets", Map.of())));
        }
        assertEquals(1, rooms.size(), () -> "they do not see the same rooms: " + rooms);
        assertTrue(rooms.iterator().next().contains(json(room)), rooms::toString);
        assertEquals(1, sockets.size(), () -> "they do not see the same sockets: " + sockets);

        peers.perform(from, "leave", Map.of("from", List.of(room, "another")));
        peers.awaitRoom(from, room, Set.of());
      }
      Set<String> described = set(peers.perform("gateway-1", "sockets", Map.of()));
      Map<String, Object> expected = new LinkedHashMap<>();
      expected.put("id", peers.id("node-1"));
      expected.put("rooms", List.of(peers.id("node-1")));
      expected.put("data", Map.of("name", "node-1"));
      expected.put("auth", Map.of("name", "node-1"));
      expected.put("query", "4");
      assertTrue(described.stream().anyMatch(json(expected)::equals), described::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat", "/tenant-a"})
  void eachAsksTheClientsOfAll(String namespace) {
    try (AdapterClients peers = everywhere(namespace)) {
      List<String> few = List.of(peers.id("node-1"), peers.id("gateway-2"));
      for (String from : SERVERS) {
        assertAnswers(peers.perform(from, "ask", asking(Map.of(), TIMEOUT)), true, SERVERS);
        assertAnswers(
            peers.perform(from, "ask", asking(Map.of("rooms", few), TIMEOUT)),
            true,
            List.of("node-1", "gateway-2"));
        assertAnswers(
            peers.perform(from, "ask", asking(Map.of("except", few), TIMEOUT)),
            true,
            List.of("node-2", "gateway-1"));
        assertAnswers(
            peers.perform(from, "ask", asking(Map.of("rooms", List.of("empty")), TIMEOUT)),
            true,
            List.of());
      }
      peers.connect("gateway-1", "mute at the gateway", true);
      peers.connect("node-1", "mute at node", true);
      for (String from : SERVERS) {
        assertAnswers(peers.perform(from, "ask", asking(Map.of(), TIME_FOR_ACKS)), false, SERVERS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat", "/tenant-a"})
  void eachTellsAndAsksTheOtherServers(String namespace) {
    try (AdapterClients peers = everywhere(namespace)) {
      for (String from : SERVERS) {
        List<?> news = List.of(from, Map.of("a", List.of(1, "€😀")));
        peers.perform(from, "tellServers", Map.of("event", "news", "args", news));
        for (String at : SERVERS) {
          if (!at.equals(from)) {
            Awaitility.await(at + " is told by " + from)
                .atMost(TIMEOUT)
                .until(
                    () ->
                        peers
                            .perform(at, "heard", Map.of())
                            .toString()
                            .equals(json(List.of(news))));
          }
        }
        assertEquals("[]", peers.perform(from, "heard", Map.of()).toString(), "its own news");

        JsonNode answers =
            peers.perform(from, "askServers", Map.of("event", "who", "args", List.of("?")));
        List<String> others = SERVERS.stream().filter(each -> !each.equals(from)).toList();
        assertTrue(answers.path("complete").asBoolean());
        assertEquals(
            others.stream()
                .map(name -> Map.of("name", name, "args", List.of("?")))
                .map(AdapterClients::json)
                .collect(Collectors.toSet()),
            set(answers.path("values")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat", "/tenant-a"})
  void eachDisconnectsTheSocketsOfAll(String namespace) {
    try (AdapterClients peers = everywhere(namespace)) {
      for (String from : SERVERS) {
        List<Client> guests =
            SERVERS.stream()
                .map(at -> peers.connect(at, from + "s guest at " + at, false))
                .toList();
        List<String> ids = guests.stream().map(Client::id).toList();
        boolean close = from.endsWith("1");
        peers.perform(from, "disconnect", Map.of("rooms", ids, "close", close));
        guests.forEach(guest -> guest.await("disconnect", "io server disconnect"));
      }
      SERVERS.forEach(each -> assertEquals(List.of(), peers.at(each).received("disconnect")));
    }
  }

  @Test
  void valuesThatJsonHasNoWordsForArriveAlikeEverywhere() {
    try (AdapterClients peers = everywhere("/")) {
      for (String from : SERVERS) {
        peers.perform(from, "emitOddities", Map.of());
        peers.fence(from);
      }
      Set<List<List<JsonNode>>> heard =
          SERVERS.stream().map(at -> peers.at(at).received("odd")).collect(Collectors.toSet());
      assertEquals(1, heard.size(), () -> "they do not hear the same: " + heard);
      assertEquals(SERVERS.size(), heard.iterator().next().size());
    }
  }

  @Test
  void aRoomMayBeANumberToNode() {
    try (AdapterClients peers = everywhere("/")) {
      peers.perform("node-1", "join", Map.of("into", List.of(7)));
      peers.awaitRoom("gateway-1", "7", Set.of("gateway-1", "gateway-2"));
      peers.emit("node-2", "to seven", Map.of("rooms", List.of(7)));
      peers.fence("node-2");
      SERVERS.forEach(at -> assertEquals(List.of("to seven"), peers.received(at, "node-2"), at));
    }
  }

  @Test
  void serversCountEachGatewayOnceAndOnlyWhereItIs() {
    AdapterClients peers = everywhere("/tenant-counted");
    for (String node : List.of("node-1", "node-2")) {
      assertEquals(4, peers.perform(node, "count", Map.of()).asInt(), node);
    }
    Client last = peers.connect("node-1", "last", false);
    last.disconnect();
    for (String gateway : List.of("gateway-1", "gateway-2")) {
      peers.at(gateway).disconnect();
    }
    Awaitility.await("the gateways have left the namespace in which nobody of theirs is")
        .atMost(TIMEOUT)
        .until(() -> peers.perform("node-2", "count", Map.of()).asInt() == 2);
    assertEquals(Set.of("node-1", "node-2"), peers.names("node-1", Map.of()));
    peers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat"})
  void anEmitterDoesAllThatItCan(String namespace) {
    try (AdapterClients peers = everywhere(namespace);
        RedisEmitter redisEmitter = new RedisEmitter(RedisEndpoint.of(redis))) {
      String one = peers.id("gateway-1");
      String other = peers.id("node-1");
      Map<String, ?> in = Map.of("namespace", namespace);
      redisEmitter.send("join", with(in, "id", one, "room", "few"));
      redisEmitter.send("join", with(in, "id", other, "room", "few"));
      peers.awaitRoom("gateway-2", "few", Set.of("gateway-1", "node-1"));
      // Nobody is being written to yet: a client that is may not get it.
      emit(redisEmitter, with(in, "droppable", true), "droppable");
      SERVERS.forEach(at -> peers.at(at).await("said", "emitter", "droppable"));
      emit(redisEmitter, in, "to all");
      emit(redisEmitter, with(in, "rooms", List.of("few")), "to a room");
      emit(redisEmitter, with(in, "rooms", List.of("few", peers.id("gateway-2"))), "to more");
      emit(redisEmitter, with(in, "except", List.of("few")), "but for a room");
      redisEmitter.send("broadcast", with(in, "event", "fence", "args", List.of("emitter")));
      SERVERS.forEach(at -> peers.at(at).await("fence", "emitter"));
      List<String> inRoom = List.of("droppable", "to all", "to a room", "to more");
      assertEquals(inRoom, peers.received("gateway-1", "emitter"));
      assertEquals(inRoom, peers.received("node-1", "emitter"));
      assertEquals(
          List.of("droppable", "to all", "to more", "but for a room"),
          peers.received("gateway-2", "emitter"));
      assertEquals(
          List.of("droppable", "to all", "but for a room"), peers.received("node-2", "emitter"));

      redisEmitter.send("leave", with(in, "id", one, "room", "few"));
      peers.awaitRoom("gateway-2", "few", Set.of("node-1"));
      redisEmitter.send("tellServers", with(in, "event", "news", "args", List.of("emitted")));
      for (String at : SERVERS) {
        Awaitility.await(at + " is told")
            .atMost(TIMEOUT)
            .until(() -> peers.perform(at, "heard", Map.of()).toString().equals("[[\"emitted\"]]"));
      }
      Client guest = peers.connect("gateway-1", "guest", false);
      redisEmitter.send("disconnectSockets", with(in, "id", guest.id(), "close", false));
      guest.await("disconnect", "io server disconnect");
    }
  }

  /**
   * This adapter and its newer versions do not answer each other's requests, so it gets a Redis of
   * its own.
   */
  @Test
  void aServerWithTheAncestorOfTheAdapterIsAMemberToo() {
    try (RedisProcess alone = RedisProcess.startMaster();
        GatewayProcess gateway =
            Gateways.start("gateway", alone.gatewayEnvironment(Map.of("WSFLEET_BUS", "pubsub")))
                .awaitReady();
        NodeServer ancestor = NodeServer.withLegacyAdapter(RedisEndpoint.of(alone))) {
      Client newer = socketIoClients.connect("beside-ancestor", 4, gateway.url());
      Client older = socketIoClients.connect("beside-ancestor-2.x", 2, gateway.url());
      assertEquals(Set.of(newer.id(), older.id()), Set.copyOf(ancestor.ids()));
      ancestor.join(newer.id(), "room");
      ancestor.broadcastTo("room", "said", "to the room");
      ancestor.broadcast("said", "to all");
      older.await("said", "to all");
      newer.await("said", "to all");
      assertEquals(2, newer.received("said").size());
      assertEquals(1, older.received("said").size());
      newer.disconnect();
      older.disconnect();
    }
  }

  /**
   * Connects a client to each server, and waits until all servers see each other in the namespace.
   */
  private static AdapterClients everywhere(String namespace) {
    AdapterClients peers = new AdapterClients(socketIoClients, urls, namespace);
    peers.awaitAll();
    return peers;
  }

  private static Map<String, ?> asking(Map<String, ?> audience, Duration timeout) {
    return with(audience, "event", "ask", "args", List.of("?"), "timeout", timeout.toMillis());
  }

  private static void assertAnswers(JsonNode answers, boolean complete, List<String> names) {
    assertEquals(complete, answers.path("complete").asBoolean(), answers::toString);
    assertEquals(
        names.stream().map(AdapterClients::json).collect(Collectors.toSet()),
        set(answers.path("values")));
    assertEquals(names.size(), answers.path("values").size(), answers::toString);
  }

  private static void emit(RedisEmitter redisEmitter, Map<String, ?> audience, String words) {
    redisEmitter.send(
        "broadcast", with(audience, "event", "said", "args", List.of("emitter", words)));
  }

  private static Map<String, ?> with(Map<String, ?> details, Object... more) {
    Map<String, Object> all = new HashMap<>(details);
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return all;
  }
}
