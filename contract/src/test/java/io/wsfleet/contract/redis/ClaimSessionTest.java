package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClaimSessionTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void raisesTheFencingTokenAndTakesTheHolderAway() throws Exception {
    save("ann");
    redis.command("SET", RedisKeys.holder("ann"), "h 1-7");
    assertEquals(List.of("2", "content", "h 1-7"), claim());
    Map<String, String> kept = redis.hash("wsfleet:session:pid");
    assertEquals(List.of("2", "content", ""), fields(kept, "claim", "content", "holder"));
    assertTrue(redis.expiresWithin("wsfleet:session:pid", 30_000));
    assertEquals(List.of("3", "content", "h 1-7"), claim(), "the reply may have been lost");
  }

  @Test
  void forgetsTheOffsetOfTheHolderOnceAnotherGatewaySaves() throws Exception {
    save("ann");
    redis.command("SET", RedisKeys.holder("ann"), "h 1-7");
    claim();
    redis.command(
        LuaScript.SAVE_SESSION.eval(
            List.of(RedisKeys.session("pid")), "2", "new content", "60000", ""));
    assertEquals(List.of("3", "new content", ""), claim());
  }

  @Test
  void findsNothingWhereNothingWasSaved() throws Exception {
    assertEquals(List.of(), claim());
    assertEquals(Map.of(), redis.hash("wsfleet:session:pid"));
  }

  @Test
  void deletesASessionWhoseHolderHasExpired() throws Exception {
    save("ann");
    assertEquals(List.of(), claim());
    assertEquals(Map.of(), redis.hash("wsfleet:session:pid"));
  }

  private static void save(String holder) throws Exception {
    redis.command(
        LuaScript.SAVE_SESSION.eval(
            List.of(RedisKeys.session("pid")), "1", "content", "60000", holder));
  }

  private static List<String> fields(Map<String, String> hash, String... names) {
    return Stream.of(names).map(hash::get).toList();
  }

  private static Object claim() throws Exception {
    return redis.command(
        LuaScript.CLAIM_SESSION.eval(
            List.of(RedisKeys.session("pid")), "30000", RedisKeys.HOLDER_PREFIX));
  }
}
