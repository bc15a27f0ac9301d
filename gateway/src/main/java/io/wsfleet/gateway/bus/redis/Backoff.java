package io.wsfleet.gateway.bus.redis;

import java.util.random.RandomGenerator;

/** How long to wait before the next attempt to connect: doubling, bounded, and spread. */
record Backoff(long firstMillis, long maxMillis) {

  /** Between half of the time and all of it, so that a fleet does not come back in one instant. */
  long delay(int failures, RandomGenerator random) {
    long full = Math.min(maxMillis, firstMillis << Math.min(Math.max(failures - 1, 0), 20));
    return full / 2 + random.nextLong(full / 2 + 1);
  }
}
