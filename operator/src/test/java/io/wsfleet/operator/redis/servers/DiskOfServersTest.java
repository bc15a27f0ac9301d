package io.wsfleet.operator.redis.servers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.Fsync;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real servers that are all lost at once, of which one has a disk. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DiskOfServersTest {

  private Pods pods;
  private Writer writer;

  @BeforeEach
  void start() throws Exception {
    pods = new Pods(2, 1);
    pods.awaitSettled();
    var home = pods.all.get(0).server;
    home.arguments = List.of("--appendonly", "yes", "--appendfsync", "always");
    home.ask("CONFIG", "SET", "appendfsync", "always");
    home.ask("CONFIG", "SET", "appendonly", "yes");
    await().until(() -> persistence(home).contains("aof_rewrite_in_progress:0"));
    pods.disk = Fsync.Always;
    pods.lookAgain();
    await().until(() -> pods.record.kept() == Fsync.Always);
    writer = new Writer(pods);
    writer.firstTakenAfter(System.nanoTime());
  }

  @AfterEach
  void stop() throws Exception {
    if (writer != null) {
      writer.close();
    }
    pods.close();
  }

  @Test
  void keepsAllThatWasAcknowledgedWhenAllAreKilled() throws Exception {
    RedisServer.pause(500);
    killAll();
    pods.all.get(1).server.start();
    pods.all.get(2).server.start();
    await().until(() -> pods.story.stream().anyMatch(s -> s.contains("with the claim")));
    pods.all.get(0).server.start();
    writer.firstTakenAfter(System.nanoTime());
    pods.awaitSettled();
    writer.close();
    assertTrue(pods.record.isMaster("redis-0"), pods.record.toString());
    assertEquals(0, writer.missing(pods.master().server), () -> String.join("\n", pods.story));
    assertNull(pods.record.lost());
  }

  /** It has its data, anybody may read them, and it is the replica of nobody. */
  @Test
  void oneThatComesBackWithItsDiskIsHeldOffAllTheSame() throws Exception {
    killAll();
    var home = pods.all.get(0).server;
    pods.mayAct = false;
    home.start();
    assertEquals("slave", ((List<?>) home.ask("ROLE")).get(0));
    assertEquals("127.0.0.1", ((List<?>) home.ask("ROLE")).get(1));
    assertTrue((Long) home.ask("XLEN", "wsfleet:bus") > 1);
    assertEquals(0, writer.missing(home));
    pods.mayAct = true;
    pods.all.get(1).server.start();
    pods.all.get(2).server.start();
    pods.awaitSettled();
  }

  @Test
  void theDiskFollowsAMasterThatWasPutInWithoutIt() throws Exception {
    var home = pods.all.get(0).server;
    home.kill();
    await().until(() -> pods.master() != null && !pods.master().name.equals("redis-0"));
    writer.firstTakenAfter(System.nanoTime());
    home.start();
    writer.firstTakenAfter(System.nanoTime());
    await().until(() -> pods.all.get(0).podRole.inSync());
    writer.close();
    assertEquals(0, writer.missing(pods.master().server), () -> String.join("\n", pods.story));
    assertNull(pods.record.lost());
  }

  private void killAll() {
    pods.all.forEach(p -> p.server.kill());
  }

  private static String persistence(RedisServer server) {
    return String.valueOf(server.ask("INFO", "persistence"));
  }
}
