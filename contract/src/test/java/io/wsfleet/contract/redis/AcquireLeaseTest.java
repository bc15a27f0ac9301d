package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AcquireLeaseTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void hasOneOwnerAtATime() throws Exception {
    assertEquals(1L, acquire("ann", "60000"));
    assertEquals(0L, acquire("bert", "60000"));
    assertEquals("ann", redis.command("GET", "wsfleet:gateway:tag"));
  }

  @Test
  void isRenewedByItsOwner() throws Exception {
    acquire("ann", "60000");
    assertEquals(1L, acquire("ann", "1000"));
    assertTrue(redis.expiresWithin("wsfleet:gateway:tag", 1000));
  }

  private static Object acquire(String owner, String millis) throws Exception {
    return redis.command(
        LuaScript.ACQUIRE_LEASE.eval(List.of(RedisKeys.gateway("tag")), owner, millis));
  }
}
