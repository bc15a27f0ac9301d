package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BeginStreamTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void createsAnEpochInTheFirstTerm() throws Exception {
    assertEquals(List.of("h", "0"), begin("h"));
    assertEquals(
        Map.of("history", "h", "term", "1", "number", "0", "bytes", "0", "acknowledged", "0"),
        redis.hash("wsfleet:bus:head"));
    assertEquals(List.of(List.of("1-0", List.of("prev", "0-0", "s", "0"))), redis.entries());
  }

  @Test
  void keepsTheEpochThatIsThere() throws Exception {
    redis.command(MasterCommands.startTerm(4, "h", 2));
    List<?> before = redis.entries();
    assertEquals(List.of("h", "2"), begin("another"));
    assertEquals(before, redis.entries());
  }

  @Test
  void createsAnEpochInTheTermOfTheOperator() throws Exception {
    redis.command(MasterCommands.startTerm(4, "h", 2));
    redis.command("DEL", "wsfleet:bus");
    assertEquals(List.of("another", "2"), begin("another"));
    assertEquals(List.of(List.of("4-0", List.of("prev", "0-0", "s", "0"))), redis.entries());
  }

  private static Object begin(String epoch) throws Exception {
    return redis.command(
        LuaScript.BEGIN_STREAM.eval(
            List.of(StreamKeys.STREAM, StreamKeys.HEAD, StreamKeys.TERM), epoch));
  }
}
