package io.wsfleet.gateway.bus.redis.stream;

/**
 * Whether the replicas keep up with what this gateway writes, and how long to wait for them
 * therefore:
 *
 * <ol>
 *   <li>As long as they do, a batch waits until enough of them have it.
 *   <li>When they are late, the next batch is held back for some time: they may only have stumbled.
 *   <li>Then messages go on without, and with each of them the replicas get only a moment, until
 *       they are there again. What they then have, they have with all that came before it.
 * </ol>
 *
 * <p>While a connection waits it answers nothing else; so one long wait is several short ones, that
 * the server can show in between that it lives.
 */
final class Lag {
  private static final long MOMENT_MILLIS = 20;
  private static final long NEVER = Long.MIN_VALUE;

  private final long patienceMillis;
  private final long longestMillis;
  private int wanted;
  private long lateSince = NEVER;

  /**
   * @param patienceMillis for how long the next batch is held back
   * @param longestMillis how long a connection may answer nothing
   */
  Lag(long patienceMillis, long longestMillis) {
    this.patienceMillis = patienceMillis;
    this.longestMillis = Math.max(1, Math.min(patienceMillis, longestMillis));
  }

  /** Another connection, by which nothing has been written yet. */
  void begin(int replicas) {
    wanted = replicas;
    lateSince = NEVER;
  }

  /** In how many replicas a message has to be, as the master says now. */
  void want(int replicas) {
    wanted = replicas;
  }

  int wanted() {
    return wanted;
  }

  boolean suffices(int replicas) {
    return replicas >= wanted;
  }

  void inTime() {
    lateSince = NEVER;
  }

  void late(long askedAt) {
    if (lateSince == NEVER) {
      lateSince = askedAt;
    }
  }

  boolean isLate() {
    return lateSince != NEVER;
  }

  boolean holdsBack(long now) {
    return isLate() && now - lateSince < patienceMillis;
  }

  long waitMillis(long now) {
    return isLate() && !holdsBack(now) ? Math.min(MOMENT_MILLIS, longestMillis) : longestMillis;
  }
}
