package io.wsfleet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeliveryCheckerTest {

  /** Two publishers, two audiences; the first has receivers 0 and 1, the second receiver 2. */
  private final DeliveryChecker deliveryChecker = new DeliveryChecker(2, 2, new int[] {0, 0, 1});

  @Test
  void isCompleteWhenEveryReceiverHasHeardEverythingInOrder() {
    assertEquals(0, deliveryChecker.expect(0, 0));
    assertEquals(1, deliveryChecker.expect(0, 0));
    assertEquals(0, deliveryChecker.expect(1, 1));
    deliveryChecker.receive(0, 0, 0);
    deliveryChecker.receive(1, 0, 0);
    deliveryChecker.receive(0, 0, 1);
    deliveryChecker.receive(2, 1, 0);
    assertFalse(deliveryChecker.isComplete());
    deliveryChecker.receive(1, 0, 1);
    assertTrue(deliveryChecker.isComplete());
    assertEquals(new Losses(5, 0, 0), deliveryChecker.losses());
    assertTrue(deliveryChecker.losses().isNone());
  }

  @Test
  void countsWhatIsMissingInTheMiddleAndAtTheEnd() {
    for (int message = 0; message < 4; message++) {
      deliveryChecker.expect(0, 0);
    }
    deliveryChecker.receive(0, 0, 0);
    deliveryChecker.receive(0, 0, 2);
    assertEquals(new Losses(8, 6, 0), deliveryChecker.losses());
  }

  @Test
  void countsWhatCameTwice() {
    deliveryChecker.expect(0, 1);
    deliveryChecker.receive(2, 0, 0);
    deliveryChecker.receive(2, 0, 0);
    assertEquals(new Losses(1, 0, 1), deliveryChecker.losses());
    assertFalse(deliveryChecker.losses().isNone());
  }

  @Test
  void countsWhatCameOutOfOrder() {
    deliveryChecker.expect(0, 1);
    deliveryChecker.expect(0, 1);
    deliveryChecker.receive(2, 0, 1);
    deliveryChecker.receive(2, 0, 0);
    assertEquals(new Losses(2, 1, 1), deliveryChecker.losses());
  }

  @Test
  void knowsOnlyItsPublishers() {
    assertThrows(InvalidRunException.class, () -> deliveryChecker.receive(0, 2, 0));
  }
}
