package io.wsfleet.operator.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CHAT = "default/chat";

  private final Rounds rounds = new Rounds(Duration.ofSeconds(10));

  @Test
  void gatewaysThatWereNeverAskedAreAskedAtOnce() {
    assertTrue(rounds.isDue(CHAT, Set.of("a"), NOW));
    assertEquals(Set.of(), rounds.reports(CHAT));
  }

  @Test
  void gatewaysThatHearEachOtherAreAskedOnceInAnInterval() {
    rounds.keep(CHAT, Set.of(report("a", "a", "b"), report("b", "a", "b")), NOW);
    assertFalse(rounds.isDue(CHAT, Set.of("a", "b"), NOW.plusMillis(9_999)));
    assertTrue(rounds.isDue(CHAT, Set.of("a", "b"), NOW.plusMillis(10_000)));
  }

  @Test
  void untilEachHearsAllTheyAreAskedEachTime() {
    rounds.keep(CHAT, Set.of(report("a", "a", "b"), report("b", "b")), NOW);
    assertTrue(rounds.isDue(CHAT, Set.of("a", "b"), NOW));
  }

  @Test
  void aClusterThatIsNoMoreIsForgotten() {
    rounds.keep(CHAT, Set.of(report("a", "a")), NOW);
    rounds.forget(CHAT);
    assertEquals(Set.of(), rounds.reports(CHAT));
    assertTrue(rounds.isDue(CHAT, Set.of("a"), NOW));
  }

  @Test
  void aGatewayThatComesOrGoesIsAReasonToAsk() {
    rounds.keep(CHAT, Set.of(report("a", "a", "b"), report("b", "a", "b")), NOW);
    assertTrue(rounds.isDue(CHAT, Set.of("a", "b", "c"), NOW), "it came");
    assertTrue(rounds.isDue(CHAT, Set.of("a"), NOW), "it went");
  }

  @Test
  void hearingOneThatIsGoneDoesNoHarm() {
    rounds.keep(CHAT, Set.of(report("a", "a", "gone")), NOW);
    assertFalse(rounds.isDue(CHAT, Set.of("a"), NOW));
  }

  @Test
  void fleetsAreAskedEachForItself() {
    rounds.keep(CHAT, Set.of(report("a", "a")), NOW);
    assertTrue(rounds.isDue("default/other", Set.of("a"), NOW));
    assertEquals(Set.of(report("a", "a")), rounds.reports(CHAT));
  }

  @Test
  void aFleetWithoutGatewaysIsForgotten() {
    rounds.keep(CHAT, Set.of(report("a", "a")), NOW);
    rounds.keep(CHAT, Set.of(), NOW);
    assertEquals(Set.of(), rounds.reports(CHAT));
  }

  private static GatewayReport report(String gateway, String... hears) {
    return new GatewayReport(gateway, "uid-" + gateway, 0, Set.of(hears));
  }
}
