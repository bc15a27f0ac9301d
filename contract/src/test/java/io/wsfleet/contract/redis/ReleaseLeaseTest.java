package io.wsfleet.contract.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReleaseLeaseTest {
  @RegisterExtension static final TestRedis redis = new TestRedis();

  @Test
  void isReleasedByItsOwnerAlone() throws Exception {
    redis.command("SET", "wsfleet:gateway:tag", "ann");
    assertEquals(0L, release("bert"));
    assertEquals("ann", redis.command("GET", "wsfleet:gateway:tag"));
    assertEquals(1L, release("ann"));
    assertEquals(0L, release("ann"));
  }

  private static Object release(String owner) throws Exception {
    return redis.command(LuaScript.RELEASE_LEASE.eval(List.of(RedisKeys.gateway("tag")), owner));
  }
}
