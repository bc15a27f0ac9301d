package io.wsfleet.gateway.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CanariesTest {
  @Test
  void saysHowLongAgoEachWasHeard() {
    Canaries canaries = new Canaries(1000);
    canaries.heard("a", 0);
    canaries.heard("b", 500);
    canaries.heard("a", 2000);
    assertEquals(Map.of("a", 100L, "b", 1600L), canaries.ages(2100));
  }

  @Test
  void forgetsWhoWasSilentForTenTimesAsLongAsHeMay() {
    Canaries canaries = new Canaries(1000);
    canaries.heard("a", 0);
    canaries.heard("b", 1);
    assertEquals(Map.of("a", 10_000L, "b", 9999L), canaries.ages(10_000));
    assertEquals(Map.of("b", 10_000L), canaries.ages(10_001));
    assertEquals(Map.of(), canaries.ages(10_002));
  }

  @Test
  void remembersNoMoreThanItMayHoweverManyNamesThereAre() {
    Canaries canaries = new Canaries(1_000_000);
    for (int i = 0; i < 10_001; i++) {
      canaries.heard("g" + i, i);
    }
    assertEquals(10_000, canaries.ages(10_001).size());
    assertEquals(null, canaries.ages(10_001).get("g0"));
  }
}
