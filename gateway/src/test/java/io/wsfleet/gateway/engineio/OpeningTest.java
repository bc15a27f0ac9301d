package io.wsfleet.gateway.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpeningTest {

  @Test
  void hasExactlyTheFiveKeysInTheirOrder() {
    assertEquals(
        "0{\"sid\":\"abc\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,"
            + "\"maxPayload\":1000000}",
        new OpenPacket("abc", new Timing(25_000, 20_000), 1_000_000).frame());
  }

  @Test
  void makesIdsOfTwentyCharactersThatNeverRepeat() {
    Ids ids = new Ids(new Random(1));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String id = ids.next();
      assertTrue(id.matches("[A-Za-z0-9_-]{20}"), id);
      assertTrue(seen.add(id));
    }
  }

  @Test
  void countsInTheLastFourCharacters() {
    Ids ids = new Ids(new Random(1));
    assertTrue(ids.next().endsWith("AAAA"));
    assertTrue(ids.next().endsWith("AAAB"));
  }

  @Test
  void speaksTwoVersionsAndNoOther() {
    assertEquals(EngineVersion.V4, EngineVersion.of("4"));
    assertEquals(EngineVersion.V3, EngineVersion.of("3"));
    assertNull(EngineVersion.of("5"));
    assertNull(EngineVersion.of("abc"));
    assertNull(EngineVersion.of(null));
  }
}
