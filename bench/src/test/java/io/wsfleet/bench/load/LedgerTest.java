package io.wsfleet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LedgerTest {

  /** Two publishers, two audiences; the first has receivers 0 and 1, the second receiver 2. */
  private final Ledger ledger = new Ledger(2, 2, new int[] {0, 0, 1});

  @Test
  void isCompleteWhenEveryReceiverHasHeardEverythingInOrder() {
    assertEquals(0, ledger.say(0, 0));
    assertEquals(1, ledger.say(0, 0));
    assertEquals(0, ledger.say(1, 1));
    ledger.hear(0, 0, 0);
    ledger.hear(1, 0, 0);
    ledger.hear(0, 0, 1);
    ledger.hear(2, 1, 0);
    assertFalse(ledger.isComplete());
    ledger.hear(1, 0, 1);
    assertTrue(ledger.isComplete());
    assertEquals(new Losses(5, 0, 0), ledger.losses());
    assertTrue(ledger.losses().isNone());
  }

  @Test
  void countsWhatIsMissingInTheMiddleAndAtTheEnd() {
    for (int message = 0; message < 4; message++) {
      ledger.say(0, 0);
    }
    ledger.hear(0, 0, 0);
    ledger.hear(0, 0, 2);
    assertEquals(new Losses(8, 6, 0), ledger.losses());
  }

  @Test
  void countsWhatCameTwice() {
    ledger.say(0, 1);
    ledger.hear(2, 0, 0);
    ledger.hear(2, 0, 0);
    assertEquals(new Losses(1, 0, 1), ledger.losses());
    assertFalse(ledger.losses().isNone());
  }

  @Test
  void countsWhatCameOutOfOrder() {
    ledger.say(0, 1);
    ledger.say(0, 1);
    ledger.hear(2, 0, 1);
    ledger.hear(2, 0, 0);
    assertEquals(new Losses(2, 1, 1), ledger.losses());
  }

  @Test
  void knowsOnlyItsPublishers() {
    assertThrows(Invalid.class, () -> ledger.hear(0, 2, 0));
  }
}
