package io.wsfleet.operator.redis.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.Waits;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real servers that are all lost at once, of which one has a disk. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RealRedisDurabilityTest {

  private RealRedisCluster realRedisCluster;
  private TestPublisher testPublisher;

  @BeforeEach
  void start() throws Exception {
    realRedisCluster = new RealRedisCluster(2, 1);
    realRedisCluster.awaitSettled();
    var home = realRedisCluster.all.get(0).server;
    home.setArguments("--appendonly", "yes", "--appendfsync", "always");
    home.command("CONFIG", "SET", "appendfsync", "always");
    home.command("CONFIG", "SET", "appendonly", "yes");
    await().until(() -> persistence(home).contains("aof_rewrite_in_progress:0"));
    realRedisCluster.fsync = Fsync.Always;
    realRedisCluster.triggerReconcile();
    await().until(() -> realRedisCluster.record.durability() == Fsync.Always);
    testPublisher = new TestPublisher(realRedisCluster);
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
  }

  @AfterEach
  void stop() throws Exception {
    if (testPublisher != null) {
      testPublisher.close();
    }
    realRedisCluster.close();
  }

  @Test
  void keepsEveryAcknowledgedMessageWhenAllAreKilled() throws Exception {
    Waits.pause(500);
    killAll();
    realRedisCluster.all.get(1).server.restart();
    realRedisCluster.all.get(2).server.restart();
    await().until(() -> realRedisCluster.log.stream().anyMatch(s -> s.contains("with the claim")));
    realRedisCluster.all.get(0).server.restart();
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    realRedisCluster.awaitSettled();
    testPublisher.close();
    assertTrue(realRedisCluster.record.isMaster("redis-0"), realRedisCluster.record.toString());
    assertEquals(
        0,
        testPublisher.missing(realRedisCluster.master().server),
        () -> String.join("\n", realRedisCluster.log));
    assertNull(realRedisCluster.record.dataLoss());
  }

  /** It has its data, anybody may read them, and it is the replica of nobody. */
  @Test
  void aRedisThatComesBackWithItsDiskStartsDetached() throws Exception {
    killAll();
    var home = realRedisCluster.all.get(0).server;
    realRedisCluster.holdsLease = false;
    home.restart();
    assertEquals("slave", ((List<?>) home.command("ROLE")).get(0));
    assertEquals("127.0.0.1", ((List<?>) home.command("ROLE")).get(1));
    assertTrue((Long) home.command("XLEN", "wsfleet:bus") > 1);
    assertEquals(0, testPublisher.missing(home));
    realRedisCluster.holdsLease = true;
    realRedisCluster.all.get(1).server.restart();
    realRedisCluster.all.get(2).server.restart();
    realRedisCluster.awaitSettled();
  }

  @Test
  void theRedisWithTheDiskFollowsAMasterWithoutOne() throws Exception {
    var home = realRedisCluster.all.get(0).server;
    home.kill();
    await()
        .until(
            () ->
                realRedisCluster.master() != null
                    && !realRedisCluster.master().name.equals("redis-0"));
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    home.restart();
    testPublisher.millisUntilFirstAcknowledgedAfter(System.nanoTime());
    await().until(() -> realRedisCluster.all.get(0).podRole.inSync());
    testPublisher.close();
    assertEquals(
        0,
        testPublisher.missing(realRedisCluster.master().server),
        () -> String.join("\n", realRedisCluster.log));
    assertNull(realRedisCluster.record.dataLoss());
  }

  private void killAll() {
    realRedisCluster.all.forEach(p -> p.server.kill());
  }

  private static String persistence(RedisProcess server) {
    return String.valueOf(server.command("INFO", "persistence"));
  }
}
