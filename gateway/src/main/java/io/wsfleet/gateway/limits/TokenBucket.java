package io.wsfleet.gateway.limits;

/**
 * So much a second on average, and a burst at a time. It begins full. Times are milliseconds of any
 * clock that never goes back.
 */
public final class TokenBucket {
  private final Rate rate;
  private long level;
  private long filledAt;

  public TokenBucket(long perSecond, long burst, long now) {
    this.rate = Rate.of(perSecond, burst);
    this.level = rate.capacity();
    this.filledAt = now;
  }

  /** Takes so many, or none if there are not as many. */
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
