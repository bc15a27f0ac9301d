package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.testing.RedisTestClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnnounceMasterTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void writesTheAddressAndNotifiesReaders() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    try (RedisTestClient reader = redis.newClient()) {
      reader.command("SUBSCRIBE", "wsfleet:bus");
      assertEquals(1L, redis.command(MasterCommands.announceMaster("10.0.0.1:6379")));
      assertEquals(List.of("message", "wsfleet:bus", ""), reader.read());
    }
    assertEquals("10.0.0.1:6379", redis.hash("wsfleet:bus:head").get("master"));
  }

  @Test
  void writesNothingWhereThereIsNoEpoch() throws Exception {
    try (RedisTestClient reader = redis.newClient()) {
      reader.command("SUBSCRIBE", "wsfleet:bus");
      assertEquals(0L, redis.command(MasterCommands.announceMaster("10.0.0.1:6379")));
      redis.command("PUBLISH", "wsfleet:bus", "next");
      assertEquals(List.of("message", "wsfleet:bus", "next"), reader.read());
    }
    assertEquals(Map.of(), redis.hash("wsfleet:bus:head"));
  }
}
