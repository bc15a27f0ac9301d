package io.wsfleet.gateway.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recoveries that fail, and those that nearly do. */
class RecoveryFailureTest {
  private static final Audience ALL = RecoveryCluster.ALL;

  @TempDir private Path folder;

  private RecoveryCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new RecoveryCluster(folder);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void failsAfterTooManyMessagesOnlyIfSomeWereForTheClient() throws Exception {
    GatewayServer small = cluster.add("small", "WSFLEET_RECOVERY_PACKETS", "20");
    RecoveringClient quiet = RecoveringClient.connected(small);
    RecoveringClient slow = RecoveringClient.connected(small);
    cluster.say(ALL);
    quiet.readUntil(1);
    slow.readUntil(1);
    for (int i = 0; i < 30; i++) {
      cluster.say(Audience.room("/", "elsewhere"));
    }
    // Its delivery shows that the gateway has received everything before it.
    cluster.say(Audience.room("/", slow.sid()));
    slow.readUntil(2);
    quiet.close();
    await().until(() -> small.gateway().hub().size() == 1);
    cluster.say(ALL);
    assertTrue(quiet.reconnect(small));
    quiet.readUntil(2);

    slow.close();
    await().until(() -> small.gateway().hub().size() == 1);
    for (int i = 0; i < 30; i++) {
      cluster.say(ALL);
    }
    // Once the gateway has received them all, it has trimmed what the client missed.
    quiet.readUntil(32);
    assertFalse(slow.reconnect(small));
    assertEquals(1, small.gateway().recovery().failures(RecoveryFailure.TRIMMED));
  }

  @Test
  void recoversFromAKilledGatewayByItsWatermark() throws Exception {
    String[] small = {"WSFLEET_RECOVERY_PACKETS", "20", "WSFLEET_RECOVERY_WINDOW_SECONDS", "4"};
    cluster.add("small", small);
    cluster.add("other", small);
    Recovery held = cluster.gateways.get(3).gateway().recovery();
    RecoveringClient quiet = RecoveringClient.connected(cluster.gateways.get(3));
    cluster.say(ALL);
    quiet.readUntil(1);
    RecoveringClient missing = RecoveringClient.connected(cluster.gateways.get(3));
    // Its client does not receive this one, as if the gateway had been killed with it.
    cluster.say(Audience.room("/", missing.sid()));
    for (int i = 0; i < 15; i++) {
      cluster.say(Audience.room("/", "elsewhere"));
    }
    cluster.awaitWatermark("small", cluster.position(3));
    long saved = held.sessionWrites();

    assertTrue(missing.reconnect(cluster.gateways.get(4)));
    missing.readUntil(1);
    assertEquals(List.of(1), missing.numbers());
    for (int i = 0; i < 15; i++) {
      cluster.say(Audience.room("/", "elsewhere"));
    }
    cluster.awaitWatermark("small", cluster.position(3));
    assertEquals(saved, held.sessionWrites(), "an idle client costs nothing");
    assertTrue(quiet.reconnect(cluster.gateways.get(4)), "all trimmed messages were for others");
    assertEquals(0, cluster.gateways.get(4).gateway().recovery().failures(RecoveryFailure.TRIMMED));
  }

  @Test
  void failsAfterALeaveOrAnErrorOrWithAnInvalidToken() throws Exception {
    RecoveringClient left = RecoveringClient.connected(cluster.gateways.get(0));
    left.client().send("41");
    await().until(() -> cluster.sockets() == 0);
    assertFalse(left.reconnect(cluster.gateways.get(1)));

    left.client().send("42{");
    left.client().closeStatus();
    assertFalse(left.reconnect(cluster.gateways.get(1)));

    String unknown = "40{\"pid\":\"aaaaaaaaaaaaaaaaaaaa\",\"offset\":\"1-1.aaaaaa\"}";
    assertFalse(left.reconnect(cluster.gateways.get(1), unknown));
    assertFalse(left.reconnect(cluster.gateways.get(1), "40{\"pid\":\"*\",\"offset\":\"1-1.a\"}"));
    String vague = "40{\"pid\":\"" + left.pid() + "\",\"offset\":\"v\"}";
    assertFalse(left.reconnect(cluster.gateways.get(1), vague));
    assertFalse(left.reconnect(cluster.gateways.get(1), "40{\"pid\":1,\"offset\":{}}"));
    Recovery recovery = cluster.gateways.get(1).gateway().recovery();
    assertEquals(3, recovery.failures(RecoveryFailure.NOT_FOUND));
    assertEquals(2, recovery.failures(RecoveryFailure.MALFORMED));
  }

  @Test
  void failsAfterADisconnectByAServer() throws Exception {
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(0));
    client.close();
    await().until(() -> cluster.sockets() == 0);
    cluster.publish(new BusMessage.Join(Audience.room("/", client.sid()), Set.of("banned")));
    cluster.publish(new BusMessage.Disconnect(Audience.room("/", "banned"), true));
    assertFalse(client.reconnect(cluster.gateways.get(1)));
    assertEquals(
        1, cluster.gateways.get(1).gateway().recovery().failures(RecoveryFailure.DISCONNECTED));
  }

  @Test
  void failsAfterRedisHasLostTheEpoch() throws Exception {
    RecoveringClient client = RecoveringClient.connected(cluster.gateways.get(0));
    cluster.say(ALL);
    client.readUntil(1);
    cluster.redis.master().stop();
    cluster.redis.replica().stop();
    cluster.redis.master().restart();
    cluster.redis.replica().restart();
    for (GatewayServer each : cluster.gateways) {
      await().until(() -> each.gateway().bus().counters().lostEpochs().sum() == 1);
    }
    cluster.say(ALL);
    client.readUntil(2);
    client.close();
    assertTrue(client.reconnect(cluster.gateways.get(1)), "its offset is of the new epoch");

    RecoveringClient late = RecoveringClient.connected(cluster.gateways.get(2));
    String stale = "40{\"pid\":\"" + late.pid() + "\",\"offset\":\"1-1.gone\"}";
    assertFalse(late.reconnect(cluster.gateways.get(1), stale));
    assertEquals(
        1, cluster.gateways.get(1).gateway().recovery().failures(RecoveryFailure.EPOCH_CHANGED));
  }
}
