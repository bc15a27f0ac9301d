package io.wsfleet.gateway.bus.redis;

import java.util.random.RandomGenerator;

/** An exponential backoff with an upper bound and random jitter. */
record Backoff(long firstMillis, long maxMillis) {

  /** Between half and all of the delay, so that the gateways do not reconnect all at once. */
  long delay(int failures, RandomGenerator random) {
    long full = Math.min(maxMillis, firstMillis << Math.min(Math.max(failures - 1, 0), 20));
    return full / 2 + random.nextLong(full / 2 + 1);
  }
}
