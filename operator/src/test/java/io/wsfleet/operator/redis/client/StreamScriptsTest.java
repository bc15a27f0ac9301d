package io.wsfleet.operator.redis.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/bus.md says of the keys, in a real Redis. */
class StreamScriptsTest {

  private RedisServer server;
  private RedisServer.Client client;

  @BeforeEach
  void start() throws Exception {
    server = RedisServer.start(1).get(0);
    client = server.client();
    client.command("REPLICAOF", "NO", "ONE");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void beginsAnEpochIfThereIsNoStream() throws Exception {
    ask(StreamScripts.startTerm(3, "h", 1));
    assertEquals(
        Map.of("history", "h", "term", "3", "number", "0", "bytes", "0", "acknowledged", "1"),
        head());
    assertEquals("3", client.command("GET", "wsfleet:bus:term"));
    assertEquals(List.of(List.of("3-0", List.of("prev", "0-0", "s", "0"))), entries());
  }

  @Test
  void continuesTheEpochOfTheStream() throws Exception {
    ask(StreamScripts.startTerm(1, "h", 0));
    client.command("XADD", "wsfleet:bus", "1-1", "1", "message", "p", "a", "n", "1", "s", "135");
    client.command("HSET", "wsfleet:bus:head", "number", "1", "bytes", "135");
    ask(StreamScripts.startTerm(2, "another", 2));
    assertEquals(
        Map.of("history", "h", "term", "2", "number", "0", "bytes", "135", "acknowledged", "2"),
        head());
    assertEquals(List.of("2-0", List.of("prev", "1-1", "s", "135")), entries().get(2));
  }

  @Test
  void knowsTheLastIdOfAnEmptyStream() throws Exception {
    ask(StreamScripts.startTerm(1, "h", 0));
    client.command("XADD", "wsfleet:bus", "1-1", "1", "message");
    client.command("XTRIM", "wsfleet:bus", "MAXLEN", "0");
    ask(StreamScripts.startTerm(2, "another", 0));
    assertEquals(List.of(List.of("2-0", List.of("prev", "1-1", "s", "0"))), entries());
  }

  @Test
  void beginsNoTermTwiceAndNoFormerTerm() throws Exception {
    ask(StreamScripts.startTerm(2, "h", 0));
    var before = entries();
    for (long term : List.of(2L, 1L)) {
      var failure =
          assertThrows(
              RedisServer.ErrorReplyException.class,
              () -> ask(StreamScripts.startTerm(term, "i", 0)));
      assertTrue(failure.getMessage().startsWith("TERMOVER"), failure.getMessage());
    }
    assertEquals(before, entries());
    client.command("DEL", "wsfleet:bus", "wsfleet:bus:head");
    assertThrows(
        RedisServer.ErrorReplyException.class, () -> ask(StreamScripts.startTerm(1, "i", 0)));
  }

  @Test
  void beginsAnEpochIfTheStreamHasNoHead() throws Exception {
    client.command("XADD", "wsfleet:bus", "9-9", "1", "message");
    ask(StreamScripts.startTerm(2, "h", 0));
    assertEquals(List.of("2-0", List.of("prev", "0-0", "s", "0")), entries().get(0));
    assertEquals("h", head().get("history"));
  }

  @Test
  void setsMinInSyncReplicasOnlyIfThereIsAnEpoch() throws Exception {
    assertEquals(0L, ask(StreamScripts.setMinInSyncReplicas(2)));
    assertEquals(Map.of(), head());
    ask(StreamScripts.startTerm(1, "h", 0));
    assertEquals(1L, ask(StreamScripts.setMinInSyncReplicas(2)));
    assertEquals("2", head().get("acknowledged"));
  }

  private Object ask(RedisCommand redisCommand) throws IOException {
    return client.command(redisCommand.arguments().toArray(String[]::new));
  }

  private Map<String, String> head() throws IOException {
    return RedisServer.pairs(client.command("HGETALL", "wsfleet:bus:head"));
  }

  private List<?> entries() throws IOException {
    return (List<?>) client.command("XRANGE", "wsfleet:bus", "-", "+");
  }
}
