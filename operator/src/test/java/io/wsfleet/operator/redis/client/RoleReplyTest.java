package io.wsfleet.operator.redis.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoleReplyTest {

  @Test
  void summarizesWithoutOffsets() {
    assertEquals(
        "master 10.0.0.1 10.0.0.2",
        RoleReply.summary(
            List.of(
                "master",
                7L,
                List.of(List.of("10.0.0.2", "1", "5"), List.of("10.0.0.1", "1", "6")))));
    assertEquals(
        "slave 10.0.0.1 6379 true",
        RoleReply.summary(List.of("slave", "10.0.0.1", 6379L, "connected", 8L)));
    assertEquals(
        RoleReply.summary(List.of("slave", "127.0.0.1", 1L, "connect", -1L)),
        RoleReply.summary(List.of("slave", "127.0.0.1", 1L, "connecting", -1L)));
  }
}
