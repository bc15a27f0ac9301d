package io.wsfleet.gateway.engineio.transport;

/** The heap that is in use after collections of garbage. */
final class LeastHeap {
  private static final int COLLECTIONS = 5;

  private LeastHeap() {}

  static long bytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
