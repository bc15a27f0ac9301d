package io.wsfleet.local.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one probe of one container periodically. Until it succeeds it runs more often than
 * specified, so that a fleet starts sooner; failures are counted once a period, as specified.
 */
final class ProbeWorker {
  private static final Duration EAGER_PERIOD = Duration.ofMillis(250);

  /** The result of the runs so far. */
  enum Result {
    UNDECIDED,
    PASSED,
    FAILED
  }

  private final Probe probe;
  private final Supplier<CompletableFuture<Boolean>> check;
  private final Instant begin;
  private @Nullable CompletableFuture<Boolean> pending;
  private Instant next;
  private Instant countsFrom;
  private int failures;
  private int successes;
  private Result result = Result.UNDECIDED;

  ProbeWorker(Probe probe, Supplier<CompletableFuture<Boolean>> check, Instant now) {
    this.probe = probe;
    this.check = check;
    this.begin = now.plus(probe.delay());
    this.next = begin;
    this.countsFrom = begin;
  }

  Result poll(Instant now) {
    if (pending != null && pending.isDone()) {
      count(pending.join(), now);
      pending = null;
    }
    if (pending == null && !now.isBefore(next)) {
      pending = check.get();
      next = now.plus(result == Result.PASSED ? probe.period() : pollPeriod());
    }
    return result;
  }

  private void count(boolean success, Instant now) {
    if (success) {
      failures = 0;
      successes++;
      if (successes >= probe.successThreshold()) {
        result = Result.PASSED;
      }
    } else if (!now.isBefore(countsFrom)) {
      countsFrom = now.plus(probe.period());
      successes = 0;
      failures++;
      if (failures >= probe.failureThreshold()) {
        result = Result.FAILED;
      }
    }
  }

  private Duration pollPeriod() {
    return probe.period().compareTo(EAGER_PERIOD) < 0 ? probe.period() : EAGER_PERIOD;
  }
}
