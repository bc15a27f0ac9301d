package io.wsfleet.gateway.limits;

/**
 * So much a second on average, and a burst at a time. It begins full. Times are milliseconds of any
 * clock that never goes back.
 */
public final class TokenBucket {
  private static final long PARTS = 1000;

  private final long perSecond;
  private final long capacity;
  private long level;
  private long filledAt;

  /** Tokens are kept in thousandths, so that a millisecond adds a whole number of them. */
  public TokenBucket(long perSecond, long burst, long now) {
    this.perSecond = perSecond;
    this.capacity = Math.multiplyExact(burst, PARTS);
    this.level = capacity;
    this.filledAt = now;
  }

  /** Takes so many, or none if there are not as many. */
  public boolean take(long tokens, long now) {
    fill(now);
    long parts = tokens * PARTS;
    if (parts > level) {
      return false;
    }
    level -= parts;
    return true;
  }

  private void fill(long now) {
    long missing = capacity - level;
    long millis = now - filledAt;
    filledAt = now;
    // Divided, not multiplied: a client may be silent for longer than a product could hold.
    level = millis > missing / perSecond ? capacity : level + millis * perSecond;
  }
}
