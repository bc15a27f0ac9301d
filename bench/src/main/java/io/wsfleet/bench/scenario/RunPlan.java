package io.wsfleet.bench.scenario;

import java.time.Duration;

/**
 * The lengths and numbers of the runs.
 *
 * @param warmUp of a server by each kind of traffic, before anything is measured
 * @param leadIn of each scenario, before it is measured
 * @param window of one run
 * @param runs that should be quiet; the median of them counts
 * @param attempts at most, quiet or not
 * @param idleLeadIn for which idle connections run before they are measured: heartbeats are so few
 *     that their code is compiled only after some rounds
 * @param idleWindow over which the cost of idle connections is measured; longer than a heartbeat
 */
public record RunPlan(
    Duration warmUp,
    Duration leadIn,
    Duration window,
    int runs,
    int attempts,
    Duration idleLeadIn,
    Duration idleWindow) {

  /** The part of the machine that other processes may use in a run that counts. */
  public static final double MAX_FOREIGN_CPU = 0.10;

  public static final RunPlan FULL =
      new RunPlan(
          Duration.ofSeconds(15),
          Duration.ofSeconds(4),
          Duration.ofSeconds(2),
          3,
          6,
          Duration.ofSeconds(52),
          Duration.ofSeconds(26));

  public static final RunPlan SHORT =
      new RunPlan(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          1,
          1,
          Duration.ZERO,
          Duration.ofSeconds(26));

  /** Warm-up traffic, until the servers have compiled the code that it uses. */
  public RunPlan forWarmUp() {
    return new RunPlan(warmUp, warmUp, Duration.ofMillis(100), 1, 1, idleLeadIn, idleWindow);
  }

  /**
   * The plan for a scenario that takes long: it runs once, and once more if other processes
   * disturbed it.
   */
  RunPlan once() {
    return new RunPlan(warmUp, leadIn, window, 1, Math.min(2, attempts), idleLeadIn, idleWindow);
  }
}
