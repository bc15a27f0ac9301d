package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SetMinInSyncReplicasTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void setsTheNumberOnlyWhereThereIsAnEpoch() throws Exception {
    assertEquals(0L, redis.command(MasterCommands.setMinInSyncReplicas(2)));
    assertEquals(Map.of(), redis.hash("wsfleet:bus:head"));
    redis.command(MasterCommands.startTerm(1, "h", 0));
    assertEquals(1L, redis.command(MasterCommands.setMinInSyncReplicas(2)));
    assertEquals("2", redis.hash("wsfleet:bus:head").get("acknowledged"));
  }
}
