package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.impl.types.BulkType;
import io.vertx.redis.client.impl.types.MultiType;
import io.wsfleet.gateway.bus.redis.RequiredRole.RoleCheck;
import org.junit.jupiter.api.Test;

class RequiredRoleTest {

  @Test
  void aMasterIsRequiredAndNothingElse() {
    assertEquals(RoleCheck.SATISFIED, RequiredRole.MASTER.check(role("master", "0", "x")));
    assertEquals(
        RoleCheck.VIOLATED,
        RequiredRole.MASTER.check(role("slave", "10.0.0.1", "6379", "connected")));
    assertEquals(RoleCheck.VIOLATED, RequiredRole.MASTER.check(null));
  }

  @Test
  void aReplicaIsOrphanedUnlessItFollowsOrWasPromoted() {
    assertEquals(
        RoleCheck.SATISFIED,
        RequiredRole.REPLICA.check(role("slave", "10.0.0.1", "6379", "connected")));
    assertEquals(
        RoleCheck.ORPHANED,
        RequiredRole.REPLICA.check(role("slave", "10.0.0.1", "6379", "connect")));
    assertEquals(RoleCheck.SATISFIED, RequiredRole.REPLICA.check(role("master", "0", "x")));
    assertEquals(RoleCheck.ORPHANED, RequiredRole.REPLICA.check(null));
  }

  @Test
  void anOrphanedReplicaIsUsedForThreeSeconds() {
    assertFalse(RequiredRole.isOrphanedTooLong(3000));
    assertTrue(RequiredRole.isOrphanedTooLong(3001));
  }

  private static MultiType role(String... parts) {
    MultiType reply = MultiType.create(parts.length, false);
    for (String part : parts) {
      reply.add(BulkType.create(Buffer.buffer(part), false));
    }
    return reply;
  }
}
