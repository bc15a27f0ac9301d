package io.wsfleet.bench.load;

/** Sends what is due between two selects of a loop. */
@FunctionalInterface
public interface Pacer {

  /** Sends nothing and is never due again. */
  Pacer IDLE = now -> Long.MAX_VALUE;

  /**
   * Sends what is due.
   *
   * @return when it is due again, or {@link Long#MAX_VALUE}
   */
  long sendDue(long now);
}
