package io.wsfleet.gateway.bus.stream;

/**
 * Decides how long to wait for replicas:
 *
 * <ol>
 *   <li>While replicas keep up, each batch waits until enough of them have it.
 *   <li>When they are late, the next batch is held back for some time: the delay may be short.
 *   <li>After that, batches are written without the replicas, and each one waits for them only
 *       briefly. Once they have a batch they have everything before it as well.
 * </ol>
 *
 * <p>A connection replies to nothing else during a {@code WAIT}; so a long wait is made of several
 * short ones, between which pings are answered.
 */
final class ReplicaAckPolicy {
  private static final long SHORT_WAIT_MILLIS = 20;
  private static final long NEVER = Long.MIN_VALUE;

  private final long holdBackMillis;
  private final long maxWaitMillis;
  private int requiredReplicas;
  private long lateSince = NEVER;

  /**
   * @param holdBackMillis how long the next batch is held back
   * @param maxWaitMillis how long a connection may reply to nothing else
   */
  ReplicaAckPolicy(long holdBackMillis, long maxWaitMillis) {
    this.holdBackMillis = holdBackMillis;
    this.maxWaitMillis = Math.max(1, Math.min(holdBackMillis, maxWaitMillis));
  }

  /** There is a new connection, on which nothing has been written yet. */
  void reset(int replicas) {
    requiredReplicas = replicas;
    lateSince = NEVER;
  }

  /** How many replicas the master requires now. */
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
