package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @Test
  void parsesHostAndPort() {
    assertEquals(new HostPort("chat-redis.ns.svc", 6379), HostPort.parse("chat-redis.ns.svc:6379"));
    assertEquals("a:1", HostPort.parse("a:1").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "redis", ":6379", "redis:", "redis:x", "redis:0", "redis:65536"})
  void rejectsInvalidAddresses(String text) {
    assertThrows(IllegalArgumentException.class, () -> HostPort.parse(text));
  }
}
