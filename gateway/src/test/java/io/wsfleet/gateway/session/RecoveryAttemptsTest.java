package io.wsfleet.gateway.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come back while Redis does not answer. */
class RecoveryAttemptsTest {
  private static final Audience ALL = RecoveryCluster.ALL;

  @TempDir private Path folder;

  private RecoveryCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new RecoveryCluster(folder);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.redis.master().resume();
    cluster.close();
  }

  @Test
  void holdsClientsUntilRedisAnswers() throws Exception {
    GatewayServer gateway = cluster.gateways.get(1);
    List<RecoveringClient> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(leftAfterOneMessage());
    }
    cluster.say(ALL);
    suspendMaster(gateway);

    List<CompletableFuture<Boolean>> recoveries =
        clients.stream().map(each -> reconnecting(each, gateway)).toList();
    await().until(() -> held(gateway) == 5);
    assertTrue(recoveries.stream().noneMatch(CompletableFuture::isDone));
    cluster.redis.master().resume();

    for (int i = 0; i < 5; i++) {
      assertTrue(recoveries.get(i).get(10, SECONDS));
      RecoveringClient client = clients.get(i);
      int first = client.numbers().get(0);
      client.readUntil(6 - first);
      assertEquals(IntStream.range(first, 6).boxed().toList(), client.numbers());
    }
    assertEquals(5, gateway.gateway().recovery().counters().recoveredAfterHold().sum());
    assertEquals(0, held(gateway));
    assertEquals(0, gateway.gateway().recovery().failures(RecoveryFailure.UNAVAILABLE));
  }

  @Test
  void closesTheConnectionAfterTheLimitSoThatTheClientComesAgain() throws Exception {
    GatewayServer gateway = cluster.add("short", "WSFLEET_RECOVERY_HOLD_SECONDS", "1");
    RecoveringClient client = leftAfterOneMessage();
    cluster.say(ALL);
    suspendMaster(gateway);

    ExecutionException closed =
        assertThrows(
            ExecutionException.class, () -> reconnecting(client, gateway).get(10, SECONDS));
    assertInstanceOf(UncheckedIOException.class, closed.getCause());
    assertEquals(1, gateway.gateway().recovery().counters().expiredHolds().sum());
    cluster.redis.master().resume();

    assertTrue(reconnecting(client, gateway).get(10, SECONDS));
    client.readUntil(2);
    assertEquals(List.of(0, 1), client.numbers());
  }

  @Test
  void holdsNoMoreClientsThanTheLimit() throws Exception {
    GatewayServer gateway = cluster.add("small", "WSFLEET_RECOVERY_HELD_CLIENTS", "1");
    RecoveringClient first = leftAfterOneMessage();
    RecoveringClient second = leftAfterOneMessage();
    suspendMaster(gateway);

    CompletableFuture<Boolean> held = reconnecting(first, gateway);
    await().until(() -> held(gateway) == 1);
    assertThrows(ExecutionException.class, () -> reconnecting(second, gateway).get(10, SECONDS));
    assertEquals(1, gateway.gateway().recovery().counters().refusedHolds().sum());
    cluster.redis.master().resume();
    assertTrue(held.get(10, SECONDS));
    assertTrue(reconnecting(second, gateway).get(10, SECONDS));
  }

  @Test
  void startsANewSessionOnceTheWindowIsOver() throws Exception {
    GatewayServer gateway =
        cluster.add(
            "brief", "WSFLEET_RECOVERY_WINDOW_SECONDS", "2", "WSFLEET_RECOVERY_HOLD_SECONDS", "1");
    RecoveringClient client = leftAfterOneMessage();
    suspendMaster(gateway);
    await().ignoreExceptions().until(() -> !reconnecting(client, gateway).get(10, SECONDS));
    assertEquals(1, gateway.gateway().recovery().failures(RecoveryFailure.UNAVAILABLE));
  }

  @Test
  void savesItsSessionsAgainAfterAFailoverThatLostThem() throws Exception {
    RecoveringClient connected = RecoveringClient.connected(cluster.gateways.get(0));
    RecoveringClient left = leftAfterOneMessage();
    connected.readUntil(1);
    Recovery recovery = cluster.gateways.get(0).gateway().recovery();
    await().until(() -> recovery.pendingSessionWrites() == 0);
    for (RecoveringClient each : List.of(connected, left)) {
      cluster.redis.master().command("DEL", "wsfleet:session:" + each.pid());
    }
    cluster.redis.master().command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

    for (RecoveringClient each : List.of(connected, left)) {
      await()
          .until(
              () ->
                  cluster
                      .redis
                      .master()
                      .command("EXISTS", "wsfleet:session:" + each.pid())
                      .toString()
                      .equals("1"));
      assertTrue(each.reconnect(cluster.gateways.get(1)));
    }
  }

  /** A client that was connected to the first gateway, whose session is saved. */
  private RecoveringClient leftAfterOneMessage() throws Exception {
    GatewayServer gateway = cluster.gateways.get(0);
    int before = gateway.gateway().hub().size();
    RecoveringClient client = RecoveringClient.connected(gateway);
    cluster.say(ALL);
    client.readUntil(1);
    client.close();
    await().until(() -> gateway.gateway().hub().size() == before);
    await().until(() -> gateway.gateway().recovery().pendingSessionWrites() == 0);
    return client;
  }

  private void suspendMaster(GatewayServer gateway) {
    cluster.redis.master().suspend();
    await().until(() -> gateway.gateway().bus().state() == BusState.CONNECTING);
  }

  private static CompletableFuture<Boolean> reconnecting(
      RecoveringClient client, GatewayServer gateway) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.reconnect(gateway);
          } catch (IOException closed) {
            throw new UncheckedIOException(closed);
          }
        },
        command -> new Thread(command).start());
  }

  private static int held(GatewayServer gateway) {
    return gateway.gateway().recovery().counters().held().get();
  }
}
