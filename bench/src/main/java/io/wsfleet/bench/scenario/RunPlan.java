package io.wsfleet.bench.scenario;

import java.time.Duration;

/**
 * How long and how often.
 *
 * @param warmUp of a server by each kind of traffic, before anything is measured
 * @param leadIn of each scenario, before it is measured
 * @param window of one run
 * @param runs that should be quiet; the median of them counts
 * @param attempts at most, quiet or not
 * @param idleLeadIn for which idle connections are left alone before that: heartbeats are so few
 *     that it takes some rounds of them until their code is compiled
 * @param idleWindow over which the cost of idle connections is taken; longer than a heartbeat
 */
public record RunPlan(
    Duration warmUp,
    Duration leadIn,
    Duration window,
    int runs,
    int attempts,
    Duration idleLeadIn,
    Duration idleWindow) {

  /** The part of the machine that others may take in a run that counts. */
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

  /** Traffic of which nothing is kept: it goes on until the servers have compiled what is hot. */
  public RunPlan forWarmUp() {
    return new RunPlan(warmUp, warmUp, Duration.ofMillis(100), 1, 1, idleLeadIn, idleWindow);
  }

  /** The same for what takes so long that it is done once, and once more if others disturbed it. */
  RunPlan once() {
    return new RunPlan(warmUp, leadIn, window, 1, Math.min(2, attempts), idleLeadIn, idleWindow);
  }
}
