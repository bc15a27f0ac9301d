package io.wsfleet.gateway.bus.stream;

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
final class ReplicaAckPolicy {
  private static final long SHORT_WAIT_MILLIS = 20;
  private static final long NEVER = Long.MIN_VALUE;

  private final long holdBackMillis;
  private final long maxWaitMillis;
  private int requiredReplicas;
  private long lateSince = NEVER;

  /**
   * @param holdBackMillis for how long the next batch is held back
   * @param maxWaitMillis how long a connection may answer nothing
   */
  ReplicaAckPolicy(long holdBackMillis, long maxWaitMillis) {
    this.holdBackMillis = holdBackMillis;
    this.maxWaitMillis = Math.max(1, Math.min(holdBackMillis, maxWaitMillis));
  }

  /** Another connection, by which nothing has been written yet. */
  void reset(int replicas) {
    requiredReplicas = replicas;
    lateSince = NEVER;
  }

  /** In how many replicas a message has to be, as the master says now. */
  void setRequiredReplicas(int replicas) {
    requiredReplicas = replicas;
  }

  int requiredReplicas() {
    return requiredReplicas;
  }

  boolean isSatisfiedBy(int replicas) {
    return replicas >= requiredReplicas;
  }

  void onAcknowledged() {
    lateSince = NEVER;
  }

  void onLate(long sentAt) {
    if (lateSince == NEVER) {
      lateSince = sentAt;
    }
  }

  boolean isLate() {
    return lateSince != NEVER;
  }

  boolean holdsBack(long now) {
    return isLate() && now - lateSince < holdBackMillis;
  }

  long waitMillis(long now) {
    return isLate() && !holdsBack(now) ? Math.min(SHORT_WAIT_MILLIS, maxWaitMillis) : maxWaitMillis;
  }
}
