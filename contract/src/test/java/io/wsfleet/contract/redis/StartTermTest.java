package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.testing.RedisErrorReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StartTermTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void createsAnEpochWhereThereIsNone() throws Exception {
    redis.command(MasterCommands.startTerm(3, "h", 1));
    assertEquals(
        Map.of("history", "h", "term", "3", "number", "0", "bytes", "0", "acknowledged", "1"),
        redis.hash("wsfleet:bus:head"));
    assertEquals("3", redis.command("GET", "wsfleet:bus:term"));
    assertEquals(List.of(List.of("3-0", List.of("prev", "0-0", "s", "0"))), redis.entries());
  }

  @Test
  void continuesTheEpochThatIsThere() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    redis.command("XADD", "wsfleet:bus", "1-1", "1", "message", "p", "a", "n", "1", "s", "135");
    redis.command("HSET", "wsfleet:bus:head", "number", "1", "bytes", "135");
    redis.command(MasterCommands.startTerm(2, "another", 2));
    assertEquals(
        Map.of("history", "h", "term", "2", "number", "0", "bytes", "135", "acknowledged", "2"),
        redis.hash("wsfleet:bus:head"));
    assertEquals(List.of("2-0", List.of("prev", "1-1", "s", "135")), redis.entries().get(2));
  }

  @Test
  void knowsTheLastIdOfAStreamThatIsEmpty() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    redis.command("XADD", "wsfleet:bus", "1-1", "1", "message");
    redis.command("XTRIM", "wsfleet:bus", "MAXLEN", "0");
    redis.command(MasterCommands.startTerm(2, "another", 0));
    assertEquals(List.of(List.of("2-0", List.of("prev", "1-1", "s", "0"))), redis.entries());
  }

  @Test
  void startsNoTermTwiceAndNoneThatIsOver() throws Exception {
    redis.command(MasterCommands.startTerm(2, "h", 0));
    List<?> before = redis.entries();
    for (long term : List.of(2L, 1L)) {
      assertTermOver(term);
    }
    assertEquals(before, redis.entries());
    redis.command("DEL", "wsfleet:bus", "wsfleet:bus:head");
    assertTermOver(1);
  }

  @Test
  void createsAnEpochWhereTheStreamIsWithoutItsHead() throws Exception {
    redis.command("XADD", "wsfleet:bus", "9-9", "1", "message");
    redis.command(MasterCommands.startTerm(2, "h", 0));
    assertEquals(List.of("2-0", List.of("prev", "0-0", "s", "0")), redis.entries().get(0));
    assertEquals("h", redis.hash("wsfleet:bus:head").get("history"));
  }

  private static void assertTermOver(long term) {
    var failure =
        assertThrows(
            RedisErrorReply.class, () -> redis.command(MasterCommands.startTerm(term, "i", 0)));
    assertTrue(failure.getMessage().startsWith(ScriptReplies.TERM_OVER), failure.getMessage());
  }
}
