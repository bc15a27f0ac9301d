package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReleaseSessionTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @BeforeEach
  void save() throws Exception {
    redis.command(
        LuaScript.SAVE_SESSION.eval(
            List.of(RedisKeys.session("pid")), "2", "content", "60000", "ann"));
  }

  @Test
  void keepsTheSessionWithoutAHolder() throws Exception {
    release("2", "30000");
    assertEquals("", redis.hash("wsfleet:session:pid").get("holder"));
    assertTrue(redis.expiresWithin("wsfleet:session:pid", 30_000));
  }

  @Test
  void deletesTheSessionAtOnce() throws Exception {
    release("2", "0");
    assertEquals(Map.of(), redis.hash("wsfleet:session:pid"));
  }

  @Test
  void leavesASessionThatAnotherGatewayHasClaimed() throws Exception {
    release("1", "0");
    assertEquals("ann", redis.hash("wsfleet:session:pid").get("holder"));
  }

  private static void release(String token, String millis) throws Exception {
    redis.command(LuaScript.RELEASE_SESSION.eval(List.of(RedisKeys.session("pid")), token, millis));
  }
}
