package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeduplicatorTest {
  @Test
  void recognizesDuplicates() {
    Deduplicator deduplicator = new Deduplicator(2);
    assertTrue(deduplicator.isNew("a", 1));
    assertTrue(deduplicator.isNew("a", 5));
    assertFalse(deduplicator.isNew("a", 5));
    assertFalse(deduplicator.isNew("a", 3));
    assertTrue(deduplicator.isNew("b", 1));
    assertTrue(deduplicator.isNew("b", 0), "one without a number");
    assertTrue(deduplicator.isNew("c", 1));
    assertTrue(deduplicator.isNew("a", 5), "forgotten for others");
  }
}
