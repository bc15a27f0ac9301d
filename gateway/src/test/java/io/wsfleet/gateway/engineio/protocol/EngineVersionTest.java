package io.wsfleet.gateway.engineio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class EngineVersionTest {
  @Test
  void acceptsTwoVersionsOnly() {
    assertEquals(EngineVersion.V4, EngineVersion.of("4"));
    assertEquals(EngineVersion.V3, EngineVersion.of("3"));
    assertNull(EngineVersion.of("5"));
    assertNull(EngineVersion.of("abc"));
    assertNull(EngineVersion.of(null));
  }
}
