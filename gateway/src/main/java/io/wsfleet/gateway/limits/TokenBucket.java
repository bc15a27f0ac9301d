package io.wsfleet.gateway.limits;

/** A token bucket, full at the start. Times are milliseconds of a monotonic clock. */
public final class TokenBucket {
  private final Rate rate;
  private long level;
  private long filledAt;

  public TokenBucket(long perSecond, long burst, long now) {
    this.rate = Rate.of(perSecond, burst);
    this.level = rate.capacity();
    this.filledAt = now;
  }

  /** Takes this number of tokens, or none if there are fewer. */
  public boolean tryAcquire(long tokens, long now) {
    level = rate.refill(level, now - filledAt);
    filledAt = now;
    long rest = rate.subtract(level, tokens);
    if (rest == Rate.INSUFFICIENT) {
      return false;
    }
    level = rest;
    return true;
  }
}
