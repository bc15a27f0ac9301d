package io.wsfleet.bench.load;

/** What a loop does between two looks at its sockets. */
@FunctionalInterface
public interface Pacer {

  /** Does nothing, and wants to be asked no more. */
  Pacer IDLE = now -> Long.MAX_VALUE;

  /**
   * Sends what is due.
   *
   * @return when it wants to be asked again, or {@link Long#MAX_VALUE}
   */
  long sendDue(long now);
}
