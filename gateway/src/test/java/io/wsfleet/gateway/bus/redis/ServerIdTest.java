package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerIdTest {
  @Test
  void createsIdsOfSixCharacters() {
    assertTrue(ServerId.random(new Random(1)).matches("[A-Za-z0-9_-]{6}"));
  }
}
