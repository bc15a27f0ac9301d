package io.wsfleet.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.reconcile.OperatorClaims.Decision;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OperatorClaimsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ME = "system/one";
  private static final String OTHER = "team/other";

  private final OperatorClaims claims = new OperatorClaims(ME);

  @Test
  void actsOnAFleetOfItsOwnAndOnANewOne() {
    assertDecision(Decision.ACT, "", 0);
    assertDecision(Decision.ACT, ME, 1);
  }

  @Test
  void takesOverAFleetOfAnOperatorThatItReplaces() {
    assertDecision(Decision.ACT, OTHER, 0);
    assertDecision(Decision.ACT, ME, 1);
  }

  @Test
  void yieldsToAnOperatorThatActsOnItsFleet() {
    assertDecision(Decision.ACT, ME, 0);
    assertDecision(Decision.YIELD_AND_REPORT, OTHER, 10);
    assertDecision(Decision.YIELD, OTHER, 11);
    assertDecision(Decision.YIELD, OTHER, 69);
  }

  /** The other one may be gone. If it is not, it yields in turn. */
  @Test
  void takesTheFleetBackAfterAWhile() {
    assertDecision(Decision.ACT, ME, 0);
    assertDecision(Decision.YIELD_AND_REPORT, OTHER, 10);
    assertDecision(Decision.ACT, OTHER, 70);
    assertDecision(Decision.ACT, ME, 71);
    assertDecision(Decision.YIELD_AND_REPORT, OTHER, 72);
  }

  @Test
  void eachFleetIsDecidedByItself() {
    assertDecision(Decision.ACT, ME, 0);
    assertEquals(Decision.ACT, claims.decide("another", OTHER, NOW));
  }

  private void assertDecision(Decision expected, String found, long afterSeconds) {
    assertEquals(expected, claims.decide("uid", found, NOW.plus(Duration.ofSeconds(afterSeconds))));
  }
}
