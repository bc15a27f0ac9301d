package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SaveSessionTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void savesASessionForAWhile() throws Exception {
    assertEquals(1L, save("1", "content", "ann"));
    assertEquals(
        Map.of("claim", "1", "content", "content", "holder", "ann"),
        redis.hash("wsfleet:session:pid"));
    assertTrue(redis.expiresWithin("wsfleet:session:pid", 60_000));
  }

  @Test
  void leavesASessionThatAnotherGatewayHasClaimed() throws Exception {
    save("2", "newer", "");
    assertEquals(0L, save("1", "older", "ann"));
    assertEquals("newer", redis.hash("wsfleet:session:pid").get("content"));
    assertEquals(1L, save("2", "again", ""));
  }

  private static Object save(String token, String content, String holder) throws Exception {
    return redis.command(
        LuaScript.SAVE_SESSION.eval(
            List.of(RedisKeys.session("pid")), token, content, "60000", holder));
  }
}
