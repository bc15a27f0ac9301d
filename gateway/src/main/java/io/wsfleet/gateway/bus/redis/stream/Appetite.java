package io.wsfleet.gateway.bus.redis.stream;

/** How many entries to ask for, so that an answer has some megabytes at most. */
final class Appetite {
  private static final int MOST = 500;
  private static final int FIRST = 16;
  private static final long BYTES = 4 << 20;

  private int entries = FIRST;

  int entries() {
    return entries;
  }

  void had(int count, long bytes) {
    if (count > 0) {
      long fit = BYTES / (bytes / count + 1);
      // At most twice as many as came: the next may be larger.
      entries = (int) Math.max(1, Math.min(Math.min(fit, 2L * count + FIRST), MOST));
    }
  }
}
