package io.wsfleet.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UpgradeTurnTest {

  @Test
  void oneFleetHasItAtATime() {
    var turn = new UpgradeTurn();
    assertTrue(turn.tryTake("a"));
    assertTrue(turn.tryTake("a"));
    assertFalse(turn.tryTake("b"));
    turn.release("b");
    assertFalse(turn.tryTake("b"), "only its holder gives it back");
    turn.release("a");
    assertTrue(turn.tryTake("b"));
    assertFalse(turn.isHeldBy("a"));
  }
}
