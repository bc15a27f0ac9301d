package io.wsfleet.gateway.bus.stream;

/** Adapts the number of entries of a read, so that a reply has a few megabytes at most. */
final class ReadBatchSize {
  private static final int MAX_ENTRIES = 500;
  private static final int INITIAL_ENTRIES = 16;
  private static final long TARGET_BYTES = 4 << 20;

  private int entries = INITIAL_ENTRIES;

  int entries() {
    return entries;
  }

  void onBatch(int count, long bytes) {
    if (count > 0) {
      long fit = TARGET_BYTES / (bytes / count + 1);
      // At most twice as many as the last: the next entries may be larger.
      entries =
          (int) Math.max(1, Math.min(Math.min(fit, 2L * count + INITIAL_ENTRIES), MAX_ENTRIES));
    }
  }
}
