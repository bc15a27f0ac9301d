package io.wsfleet.e2e.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.LocalPortForward;
import io.wsfleet.e2e.client.SocketIoClients;
import io.wsfleet.e2e.client.SocketIoClients.Client;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.nodejs.NodeServer;
import io.wsfleet.e2e.nodejs.RedisEmitter;
import io.wsfleet.e2e.process.RedisEndpoint;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import io.wsfleet.e2e.run.SideBySide;
import io.wsfleet.e2e.run.SideBySide.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Node servers and emitters that share the Redis of a fleet belong to it. */
@Needs(Need.NODE)
@SideBySide(Lane.FLEET_B)
class AdapterInteropIT {

  private static final String SPEC =
      """
      gateway: {replicas: 2}
      bus: PubSub
      events:
        - {on: say, broadcast: {event: said, to: Others}}
        - {on: whisper, broadcast: {event: whispered, to: Everyone, room: cellar}}
      """;

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("peers");

  private static DeployedCluster deployedCluster;
  private static LocalPortForward tunnel;
  private static RedisEndpoint redis;
  private static SocketIoClients socketIoClients;

  @BeforeAll
  static void aFleetAndAWayToItsRedis() {
    deployedCluster = namespace.apply("chat", SPEC).awaitReady();
    tunnel = portForward(deployedCluster);
    redis = access(deployedCluster, tunnel);
    socketIoClients = new SocketIoClients();
  }

  private static LocalPortForward portForward(DeployedCluster deployedCluster) {
    String master = deployedCluster.pods("redis-master").get(0).getMetadata().getName();
    return KubernetesCluster.client()
        .pods()
        .inNamespace(namespace.name())
        .withName(master)
        .portForward(6379);
  }

  private static RedisEndpoint access(DeployedCluster deployedCluster, LocalPortForward way) {
    return new RedisEndpoint("127.0.0.1", way.getLocalPort(), deployedCluster.redisPassword());
  }

  @AfterAll
  static void disconnect() throws IOException {
    if (socketIoClients != null) socketIoClients.close();
    if (tunnel != null) tunnel.close();
  }

  @Test
  void aServerWithTheRedisAdapterBelongsToTheFleet() {
    try (NodeServer server = NodeServer.withRedisAdapter(redis)) {
      belongsToTheFleet("adapter", server, 4);
    }
  }

  @Test
  void aServerWithTheAncestorOfTheAdapterBelongsToTheFleet() {
    try (NodeServer server = NodeServer.withLegacyAdapter(redis)) {
      belongsToTheFleet("ancestor", server, 2);
    }
  }

  /** Clients of both generations at the fleet, and one of the server's generation at the server. */
  private static void belongsToTheFleet(String topic, NodeServer server, int generation) {
    Client inFleet = socketIoClients.connect(topic + "-fleet", 4, deployedCluster.url());
    Client older = socketIoClients.connect(topic + "-fleet-2.x", 2, deployedCluster.url());
    Client atNode = socketIoClients.connect(topic + "-node", generation, server.url());

    server.broadcast("news", "for all", Map.of("deep", new int[] {1, 2}));
    for (Client client : new Client[] {inFleet, older, atNode}) {
      client.await("news", "for all", Map.of("deep", new int[] {1, 2}));
    }

    inFleet.emit("say", "from the fleet");
    atNode.await("said", "from the fleet");
    older.await("said", "from the fleet");
    atNode.emit("say", "from node");
    inFleet.await("said", "from node");
    older.await("said", "from node");

    server.join(inFleet.id(), "cellar");
    atNode.emit("join", "cellar");
    atNode.await("joined", "cellar");
    Awaitility.await("the room's words reach who is in it")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              server.broadcastTo("cellar", "whispered", "by the server");
              inFleet.await("whispered", "by the server");
            });
    older.emit("whisper", "by a client of the fleet");
    inFleet.await("whispered", "by a client of the fleet");
    atNode.await("whispered", "by a client of the fleet");

    // Whatever went to the room is before this on each way.
    server.broadcast("end");
    for (Client client : new Client[] {inFleet, older, atNode}) client.await("end");
    assertEquals(
        0, older.received("whispered").size(), "heard the room's words from outside of it");
    for (Client client : new Client[] {inFleet, older, atNode}) {
      assertEquals(1, client.received("news").size(), client + " heard the news more than once");
    }
    assertEquals(1, older.count("said", "from node"), "heard node's word more than once");

    for (Client client : new Client[] {inFleet, older, atNode}) client.disconnect();
  }

  /**
   * Redis counts the subscribers of a channel on one server only, so all gateways of this fleet
   * read at the master.
   */
  @Test
  void aServerIsToldOfEverySocketOfTheFleetWhereAllSubscribeAtTheMaster() throws IOException {
    DeployedCluster small =
        namespace.apply("small", "gateway: {replicas: 2}\nredis: {replicas: 0}").awaitReady();
    Client inFleet = socketIoClients.connect("told-fleet", 4, small.url());
    Client older = socketIoClients.connect("told-fleet-2.x", 2, small.url());
    Set<String> ids = Set.of(inFleet.id(), older.id());

    // One after the other: neither generation of the adapter answers all that the other one asks.
    // Each has a way
    // of its own, since what goes through a port-forward is closed at its far end only when the
    // forward is.
    try (LocalPortForward way = portForward(small);
        NodeServer server = NodeServer.withLegacyAdapter(access(small, way))) {
      assertEquals(ids, Set.copyOf(server.ids()));
    }
    try (LocalPortForward way = portForward(small);
        NodeServer server = NodeServer.withRedisAdapter(access(small, way))) {
      Awaitility.await("two gateways and the server, and no more the one before")
          .atMost(Duration.ofSeconds(30))
          .until(server::serverCount, count -> count == 3);
      assertEquals(ids, Set.copyOf(server.ids()));
    }
  }

  @Test
  void anEmitterSpeaksToAllToRoomsAndCloses() {
    try (RedisEmitter redisEmitter = new RedisEmitter(redis)) {
      Client inside = socketIoClients.connect("emitter-inside", 4, deployedCluster.url());
      Client outside = socketIoClients.connect("emitter-outside", 2, deployedCluster.url());

      redisEmitter.broadcast("news", "to all");
      inside.await("news", "to all");
      outside.await("news", "to all");

      redisEmitter.join(inside.id(), "attic");
      redisEmitter.broadcastTo("attic", "secret", 42);
      inside.await("secret", 42);
      redisEmitter.leave(inside.id(), "attic");
      redisEmitter.broadcastTo("attic", "secret", 43);
      redisEmitter.broadcast("end");
      inside.await("end");
      outside.await("end");
      assertEquals(1, inside.received("secret").size(), "left the room and heard it all the same");
      assertEquals(0, outside.received("secret").size(), "heard the room from outside of it");

      redisEmitter.disconnectSockets(inside.id());
      Awaitility.await("the emitter's disconnect")
          .atMost(Duration.ofSeconds(20))
          .until(() -> !inside.received("disconnect").isEmpty());
      assertEquals(0, outside.received("disconnect").size(), "another one was disconnected");
    }
  }
}
