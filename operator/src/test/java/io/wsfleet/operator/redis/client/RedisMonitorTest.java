package io.wsfleet.operator.redis.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.redis.failover.RedisState;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.Waits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** On a real server that ends, hangs, changes and refuses. */
class RedisMonitorTest {

  private static final String CLUSTER = "default/chat";

  private final Queue<Long> notifications = new ConcurrentLinkedQueue<>();
  private final List<RedisProcess> servers = new ArrayList<>();
  private RedisMonitor monitor;

  @BeforeEach
  void start() throws Exception {
    servers.addAll(RedisProcess.startDetached(1));
    monitor =
        new RedisMonitor(
            MonitorSettings.DEFAULT,
            cluster -> notifications.add(System.nanoTime()),
            Clock.systemUTC(),
            System::nanoTime);
  }

  @AfterEach
  void stop() throws Exception {
    monitor.close();
    for (RedisProcess server : servers) {
      server.close();
    }
  }

  @Test
  void observesTheStateOfARedis() {
    monitor("s3cret");
    var reachable = (RedisState.Reachable) monitor.observe(CLUSTER).get("redis-0");
    assertEquals(RedisState.Replica.NO_MASTER, ((RedisState.Replica) reachable.role()).master());
    assertEquals(40, reachable.runId().length());
  }

  @Test
  void aPodWithoutAnAddressHasNotStarted() {
    monitor.update(CLUSTER, List.of(new RedisPod("redis-0", "")), access("s3cret"));
    assertEquals(new RedisState.NotStarted(), monitor.observe(CLUSTER).get("redis-0"));
  }

  @Test
  void disconnectsFromAPodThatIsNoLongerListed() {
    monitor("s3cret");
    monitor.update(CLUSTER, List.of(), access("s3cret"));
    assertTrue(monitor.observe(CLUSTER).isEmpty());
    monitor.forget(CLUSTER);
    assertTrue(monitor.observe(CLUSTER).isEmpty());
    await().until(() -> !clients().contains("wsfleet-operator"));
  }

  @Test
  void notifiesAboutAnotherRole() {
    monitorAndSettle();
    servers.get(0).command("REPLICAOF", "NO", "ONE");
    await().atMost(Duration.ofSeconds(1)).until(() -> !notifications.isEmpty());
    assertTrue(
        ((RedisState.Reachable) monitor.observe(CLUSTER).get("redis-0")).role()
            instanceof RedisState.Master);
  }

  @Test
  void notifiesAtOnceWhenARedisHasEndedAndAgainAtEachTimeout() {
    monitorAndSettle();
    long at = System.nanoTime();
    servers.get(0).kill();
    await().until(() -> !notifications.isEmpty());
    assertTrue(notifications.peek() - at < 200_000_000, "it took " + (notifications.peek() - at));
    assertTrue(unreachable().connectionRefused());
    // At 250 ms, at 1 s and at 2 s.
    await().atMost(Duration.ofSeconds(4)).until(() -> notifications.size() >= 4);
    var since = unreachable().since();
    assertTrue(Duration.between(since, Instant.now()).toMillis() >= 1990);
  }

  @Test
  void notifiesWhenARedisIsBack() throws Exception {
    monitorAndSettle();
    servers.get(0).kill();
    await().until(() -> !notifications.isEmpty());
    servers.get(0).restart();
    await().until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void knowsSinceWhenARedisHangsAndDoesNotWaitForItTwice() {
    monitorAndSettle();
    var at = Instant.now();
    servers.get(0).suspend();
    await().until(() -> !notifications.isEmpty());
    assertFalse(unreachable().connectionRefused());
    var since = Duration.between(at, unreachable().since()).toMillis();
    assertTrue(since > -50 && since < 400, "since " + since + " ms after");
    long before = System.nanoTime();
    unreachable();
    assertTrue(System.nanoTime() - before < 100_000_000);
    servers.get(0).resume();
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void reconnectsToARedisThatHungForLong() {
    monitorAndSettle();
    servers.get(0).suspend();
    Waits.pause(5000);
    servers.get(0).resume();
    await()
        .atMost(Duration.ofSeconds(4))
        .until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void boundsHowLongAnObservationTakes() {
    monitorAndSettle();
    servers.get(0).suspend();
    long before = System.nanoTime();
    assertFalse(unreachable().connectionRefused());
    assertTrue(System.nanoTime() - before < 900_000_000);
  }

  @Test
  void reconnectsAtOnceWhenItsConnectionWasClosed() {
    monitorAndSettle();
    servers.get(0).command("CLIENT", "KILL", "TYPE", "normal");
    await()
        .atMost(Duration.ofMillis(500))
        .until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void usesTheNewPasswordForTheNextConnection() {
    var password = new String[] {"s3cret"};
    monitor.update(
        CLUSTER,
        List.of(new RedisPod("redis-0", servers.get(0).address())),
        new RedisAccess(servers.get(0).port(), () -> List.of(password[0])));
    await().until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
    servers.get(0).command("CONFIG", "SET", "requirepass", "another");
    password[0] = "another";
    var own = monitor.connection(CLUSTER, "redis-0");
    own.close();
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void aWrongPasswordMakesARedisUnreachable() {
    monitor("wrong");
    assertFalse(unreachable().connectionRefused());
    monitor("s3cret");
    await().until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void triesFormerPasswordsAfterTheCurrentOne() {
    monitor.update(
        CLUSTER,
        List.of(new RedisPod("redis-0", servers.get(0).address())),
        new RedisAccess(servers.get(0).port(), () -> List.of("new", "newer", "s3cret")));
    await().until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void notifiesAtMostOnceInAnInterval() {
    monitorAndSettle();
    for (int i = 0; i < 10; i++) {
      servers.get(0).command("CLIENT", "KILL", "TYPE", "normal");
      Waits.pause(20);
    }
    Waits.pause(200);
    Long last = null;
    for (Long at : notifications) {
      assertTrue(
          last == null || at - last >= 49_000_000, "after " + (last == null ? 0 : at - last));
      last = at;
    }
  }

  /** -Dredis.connections=400: what so many cost. */
  @Test
  @EnabledIfSystemProperty(named = "redis.connections", matches = "\\d+")
  void costsLittle() throws Exception {
    int connections = Integer.getInteger("redis.connections");
    for (int i = 0; i < connections / 4; i++) {
      var pods = new ArrayList<RedisPod>();
      for (int j = 0; j < 4; j++) {
        pods.add(new RedisPod("redis-" + j, servers.get(0).address()));
      }
      monitor.update("default/" + i, pods, access("s3cret"));
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> notifications.size() >= connections / 4);
    Waits.pause(10_000);
    var machine =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    notifications.clear();
    System.gc();
    var runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    long cpu = machine.getProcessCpuTime();
    Waits.pause(20_000);
    cpu = machine.getProcessCpuTime() - cpu;
    System.out.printf(
        "%d connections, %s: %.1f %% of a core, %d MB of heap after a collection, %d news, %d"
            + " threads%n",
        connections,
        String.valueOf(servers.get(0).command("INFO", "stats"))
            .replaceAll(
                "(?s).*(total_connections_received:\\d+).*(rejected_connections:\\d+).*", "$1 $2"),
        cpu / 200_000_000.0,
        heap >> 20,
        notifications.size(),
        Thread.activeCount());
  }

  private void monitorAndSettle() {
    monitor("s3cret");
    await().until(() -> monitor.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
    Waits.pause(350);
    notifications.clear();
  }

  private void monitor(String password) {
    monitor.update(
        CLUSTER, List.of(new RedisPod("redis-0", servers.get(0).address())), access(password));
  }

  private RedisAccess access(String password) {
    return new RedisAccess(servers.get(0).port(), () -> List.of(password));
  }

  private RedisState.Unreachable unreachable() {
    return (RedisState.Unreachable) monitor.observe(CLUSTER).get("redis-0");
  }

  private String clients() {
    return String.valueOf(servers.get(0).command("CLIENT", "LIST"));
  }
}
