package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.testing.RedisErrorReply;
import io.wsfleet.testing.RedisTestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublishTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  /** What the head of a MessagePack value looks like as text. */
  private static final char NO_UTF8 = '\ufffd';

  @Test
  void appendsABatchAndCountsBytes() throws Exception {
    redis.command(MasterCommands.startTerm(2, "h", 1));
    assertEquals(List.of("2-2", "1", List.of()), publish(1, "", "one", "three"));
    assertEquals(
        List.of(
            List.of("2-1", List.of("1", "one", "p", "ann", "n", "1", "s", "131")),
            List.of("2-2", List.of("1", "three", "p", "ann", "n", "2", "s", "264"))),
        redis.entries().subList(1, 3));
    assertEquals("2", redis.hash("wsfleet:bus:head").get("number"));
    assertEquals("264", redis.hash("wsfleet:bus:head").get("bytes"));
    assertEquals("2", redis.command("GET", "wsfleet:bus:producer:ann"));
    assertTrue(redis.expiresWithin("wsfleet:bus:producer:ann", 60_000));
  }

  @Test
  void notifiesReadersOfWhatItWrote() throws Exception {
    redis.command(MasterCommands.startTerm(2, "h", 0));
    try (RedisTestClient reader = redis.newClient()) {
      reader.command("SUBSCRIBE", "wsfleet:bus");
      publish(7, "", "one", "", "two");
      assertEquals(
          List.of("message", "wsfleet:bus", "??h?2?1?ann?7?one?9?two".replace('?', NO_UTF8)),
          reader.read());
    }
  }

  @Test
  void acceptsANumberOnce() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    publish(1, "", "one", "two");
    redis.command("PERSIST", "wsfleet:bus:producer:ann");
    assertEquals(List.of(ScriptReplies.KNOWN, "0", List.of()), publish(1, "", "one", "two"));
    assertTrue(redis.expiresWithin("wsfleet:bus:producer:ann", 60_000));
    assertEquals(List.of("1-3", "0", List.of()), publish(2, "", "two", "three"));
    assertEquals(4, redis.entries().size());
  }

  @Test
  void anEmptyMessageTakesANumberOnly() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    assertEquals(List.of(ScriptReplies.SKIPPED, "0", List.of()), publish(1, "", ""));
    assertEquals("1", redis.command("GET", "wsfleet:bus:producer:ann"));
    assertEquals(1, redis.entries().size());
  }

  @Test
  void acceptsTheNumbersOfASenderOneAfterAnother() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    assertEquals(
        List.of(ScriptReplies.TAKEN, "6"), results(publish(1, "1 1 5 2 1 7", "five", "seven")));
    assertEquals(
        List.of(ScriptReplies.KNOWN, ScriptReplies.TAKEN),
        results(publish(3, "1 1 5 2 1 6", "five", "six")));
    assertEquals("6", redis.command("GET", "wsfleet:bus:sender:shop"));
    assertEquals(3, redis.entries().size());
  }

  @Test
  void repeatsTheResultsOfABatchThatWasAcceptedBefore() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    publish(1, "1 1 5 2 1 7", "five", "seven");
    assertEquals(
        List.of(ScriptReplies.TAKEN, "6"), results(publish(1, "1 1 5 2 1 7", "five", "seven")));
  }

  @Test
  void writesNothingWithoutAStream() {
    var failure = assertThrows(RedisErrorReply.class, () -> publish(1, "", "one"));
    assertTrue(failure.getMessage().contains(ScriptReplies.NO_STREAM), failure.getMessage());
  }

  @Test
  void keepsAboutSoManyBytes() throws Exception {
    redis.command(MasterCommands.startTerm(1, "h", 0));
    String message = "x".repeat(872);
    for (int i = 1; i <= 300; i++) {
      publish(i, "", message);
    }
    int entries = redis.entries().size();
    assertTrue(entries >= 95 && entries <= 108, entries + " entries of 1000 bytes");
  }

  private static Object publish(long number, String sequences, String... messages)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("ann", String.valueOf(number), "10000", "100000", "60000", sequences));
    arguments.addAll(List.of(messages));
    return redis.command(
        LuaScript.PUBLISH.eval(
            List.of(
                StreamKeys.STREAM,
                StreamKeys.HEAD,
                StreamKeys.producer("ann"),
                StreamKeys.sender("shop")),
            arguments.toArray(String[]::new)));
  }

  private static Object results(Object reply) {
    return ((List<?>) reply).get(2);
  }
}
