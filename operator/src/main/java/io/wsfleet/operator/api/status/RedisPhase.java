package io.wsfleet.operator.api.status;

/** The phase of a term. */
public enum RedisPhase {
  /** There is no master: every reachable Redis is detached, so that they can be compared. */
  Electing,
  /** A master is chosen and is being promoted. */
  Promoting,
  /** The master accepts messages. */
  Serving
}
