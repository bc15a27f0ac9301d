package io.wsfleet.operator.api.status;

/** Where a term of the fleet's Redis is. */
public enum RedisPhase {
  /** Nobody is master: what could be one is held off, so that it can be compared. */
  Electing,
  /** A master is chosen, and is being made one. */
  Promoting,
  /** The master takes messages. */
  Serving
}
