package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReadBatchSizeTest {
  @Test
  void adaptsTheNumberOfEntriesToTheirSize() {
    ReadBatchSize batchSize = new ReadBatchSize();
    assertEquals(16, batchSize.entries());
    for (int i = 0; i < 10; i++) {
      batchSize.onBatch(batchSize.entries(), 100L * batchSize.entries());
    }
    assertEquals(500, batchSize.entries());
    batchSize.onBatch(500, 500L << 20);
    assertEquals(3, batchSize.entries());
    batchSize.onBatch(0, 0);
    assertEquals(3, batchSize.entries());
  }
}
