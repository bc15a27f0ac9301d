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

  private final Queue<Long> told = new ConcurrentLinkedQueue<>();
  private final List<RedisProcess> servers = new ArrayList<>();
  private RedisMonitor watch;

  @BeforeEach
  void start() throws Exception {
    servers.addAll(RedisProcess.startDetached(1));
    watch =
        new RedisMonitor(
            MonitorSettings.DEFAULT,
            cluster -> told.add(System.nanoTime()),
            Clock.systemUTC(),
            System::nanoTime);
  }

  @AfterEach
  void stop() throws Exception {
    watch.close();
    for (RedisProcess server : servers) {
      server.close();
    }
  }

  @Test
  void saysWhatARedisSaysOfItself() {
    keep("s3cret");
    var reachable = (RedisState.Reachable) watch.observe(CLUSTER).get("redis-0");
    assertEquals(RedisState.Replica.NO_MASTER, ((RedisState.Replica) reachable.role()).master());
    assertEquals(40, reachable.runId().length());
  }

  @Test
  void saysOfAPodWithoutAnAddressThatItHasNotStarted() {
    watch.update(CLUSTER, List.of(new RedisPod("redis-0", "")), access("s3cret"));
    assertEquals(new RedisState.NotStarted(), watch.observe(CLUSTER).get("redis-0"));
  }

  @Test
  void forgetsWhoIsNotListedAnyMore() {
    keep("s3cret");
    watch.update(CLUSTER, List.of(), access("s3cret"));
    assertTrue(watch.observe(CLUSTER).isEmpty());
    watch.forget(CLUSTER);
    assertTrue(watch.observe(CLUSTER).isEmpty());
    await().until(() -> !clients().contains("wsfleet-operator"));
  }

  @Test
  void tellsThatTheRoleHasChanged() {
    keepAndSettle();
    servers.get(0).command("REPLICAOF", "NO", "ONE");
    await().atMost(Duration.ofSeconds(1)).until(() -> !told.isEmpty());
    assertTrue(
        ((RedisState.Reachable) watch.observe(CLUSTER).get("redis-0")).role()
            instanceof RedisState.Master);
  }

  @Test
  void tellsAtOnceThatARedisHasEndedAndAgainWhereThatMeansMore() {
    keepAndSettle();
    long at = System.nanoTime();
    servers.get(0).kill();
    await().until(() -> !told.isEmpty());
    assertTrue(told.peek() - at < 200_000_000, "it took " + (told.peek() - at));
    assertTrue(silent().connectionRefused());
    // At 250 ms, at 1 s and at 2 s.
    await().atMost(Duration.ofSeconds(4)).until(() -> told.size() >= 4);
    var since = silent().since();
    assertTrue(Duration.between(since, Instant.now()).toMillis() >= 1990);
  }

  @Test
  void tellsThatARedisIsBack() throws Exception {
    keepAndSettle();
    servers.get(0).kill();
    await().until(() -> !told.isEmpty());
    servers.get(0).restart();
    await().until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void knowsSinceWhenARedisHangsAndDoesNotWaitForItAgain() {
    keepAndSettle();
    var at = Instant.now();
    servers.get(0).suspend();
    await().until(() -> !told.isEmpty());
    assertFalse(silent().connectionRefused());
    var since = Duration.between(at, silent().since()).toMillis();
    assertTrue(since > -50 && since < 400, "since " + since + " ms after");
    long before = System.nanoTime();
    silent();
    assertTrue(System.nanoTime() - before < 100_000_000);
    servers.get(0).resume();
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void findsOneAgainThatHasHungForLong() {
    keepAndSettle();
    servers.get(0).suspend();
    Waits.pause(5000);
    servers.get(0).resume();
    await()
        .atMost(Duration.ofSeconds(4))
        .until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void boundsHowLongAnObservationTakes() {
    keepAndSettle();
    servers.get(0).suspend();
    long before = System.nanoTime();
    assertFalse(silent().connectionRefused());
    assertTrue(System.nanoTime() - before < 900_000_000);
  }

  @Test
  void connectsAgainAtOnceWhereItsConnectionWasClosed() {
    keepAndSettle();
    servers.get(0).command("CLIENT", "KILL", "TYPE", "normal");
    await()
        .atMost(Duration.ofMillis(500))
        .until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void takesTheNewPasswordForTheNextConnection() {
    var password = new String[] {"s3cret"};
    watch.update(
        CLUSTER,
        List.of(new RedisPod("redis-0", servers.get(0).address())),
        new RedisAccess(servers.get(0).port(), () -> List.of(password[0])));
    await().until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
    servers.get(0).command("CONFIG", "SET", "requirepass", "another");
    password[0] = "another";
    var own = watch.connection(CLUSTER, "redis-0");
    own.close();
    await()
        .atMost(Duration.ofSeconds(2))
        .until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void takesAWrongPasswordForSilence() {
    keep("wrong");
    assertFalse(silent().connectionRefused());
    keep("s3cret");
    await().until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void triesFormerPasswordsAfterTheCurrentOne() {
    watch.update(
        CLUSTER,
        List.of(new RedisPod("redis-0", servers.get(0).address())),
        new RedisAccess(servers.get(0).port(), () -> List.of("new", "newer", "s3cret")));
    await().until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
  }

  @Test
  void tellsNoMoreThanOnceInALull() {
    keepAndSettle();
    for (int i = 0; i < 10; i++) {
      servers.get(0).command("CLIENT", "KILL", "TYPE", "normal");
      Waits.pause(20);
    }
    Waits.pause(200);
    Long last = null;
    for (Long at : told) {
      assertTrue(
          last == null || at - last >= 49_000_000, "after " + (last == null ? 0 : at - last));
      last = at;
    }
  }

  @Test
  void saysWhatMattersOfARole() {
    assertEquals(
        "master 10.0.0.1 10.0.0.2",
        RedisProbe.roleSummary(
            List.of(
                "master",
                7L,
                List.of(List.of("10.0.0.2", "1", "5"), List.of("10.0.0.1", "1", "6")))));
    assertEquals(
        "slave 10.0.0.1 6379 true",
        RedisProbe.roleSummary(List.of("slave", "10.0.0.1", 6379L, "connected", 8L)));
    assertEquals(
        RedisProbe.roleSummary(List.of("slave", "127.0.0.1", 1L, "connect", -1L)),
        RedisProbe.roleSummary(List.of("slave", "127.0.0.1", 1L, "connecting", -1L)));
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
      watch.update("default/" + i, pods, access("s3cret"));
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> told.size() >= connections / 4);
    Waits.pause(10_000);
    var machine =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    told.clear();
    System.gc();
    var runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    long cpu = machine.getProcessCpuTime();
    Waits.pause(20_000);
    cpu = machine.getProcessCpuTime() - cpu;
    System.out.printf(
        "%d connections, %s: %.1f %% of a core, %d MB of heap after a collection, %d news, %d threads%n",
        connections,
        String.valueOf(servers.get(0).command("INFO", "stats"))
            .replaceAll(
                "(?s).*(total_connections_received:\\d+).*(rejected_connections:\\d+).*", "$1 $2"),
        cpu / 200_000_000.0,
        heap >> 20,
        told.size(),
        Thread.activeCount());
  }

  private void keepAndSettle() {
    keep("s3cret");
    await().until(() -> watch.observe(CLUSTER).get("redis-0") instanceof RedisState.Reachable);
    Waits.pause(350);
    told.clear();
  }

  private void keep(String password) {
    watch.update(
        CLUSTER, List.of(new RedisPod("redis-0", servers.get(0).address())), access(password));
  }

  private RedisAccess access(String password) {
    return new RedisAccess(servers.get(0).port(), () -> List.of(password));
  }

  private RedisState.Unreachable silent() {
    return (RedisState.Unreachable) watch.observe(CLUSTER).get("redis-0");
  }

  private String clients() {
    return String.valueOf(servers.get(0).command("CLIENT", "LIST"));
  }
}
