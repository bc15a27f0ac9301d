package io.wsfleet.gateway.engineio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdGeneratorTest {
  @Test
  void makesIdsOfTwentyCharactersThatNeverRepeat() {
    IdGenerator idGenerator = new IdGenerator(new Random(1), () -> "gw_1");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      for (String id : List.of(idGenerator.newSessionId(), idGenerator.newSocketId())) {
        assertTrue(id.matches("[A-Za-z0-9_-]{20}"), id);
        assertTrue(seen.add(id));
      }
    }
  }

  @Test
  void countsInTheLastFourCharacters() {
    IdGenerator idGenerator = new IdGenerator(new Random(1), () -> "gw_1");
    assertTrue(idGenerator.newSessionId().endsWith("AAAA"));
    assertTrue(idGenerator.newSocketId().endsWith("AAAB"));
  }

  @Test
  void namesInASessionsIdTheGatewayThatHoldsIt() {
    IdGenerator idGenerator = new IdGenerator(new Random(1), () -> "gw_1");
    assertEquals("gw_1", IdGenerator.gatewayTag(idGenerator.newSessionId()));
  }

  @Test
  void hasNoTagForAnUnknownId() {
    for (String wrong :
        List.of("", "__proto__", "a".repeat(19), "a".repeat(21), "a".repeat(19) + "é")) {
      assertNull(IdGenerator.gatewayTag(wrong), wrong);
    }
  }

  @Test
  void makesTagsOfFourCharacters() {
    assertTrue(IdGenerator.newGatewayTag(new Random(1)).matches("[A-Za-z0-9_-]{4}"));
  }
}
