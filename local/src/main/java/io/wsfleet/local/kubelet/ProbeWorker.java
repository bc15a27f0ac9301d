package io.wsfleet.local.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one probe of one container, time after time. While a success is waited for it looks
 * more often than is declared, so that a fleet is up sooner; failures are counted once a period, as
 * declared.
 */
final class ProbeWorker {
  private static final Duration EAGER_PERIOD = Duration.ofMillis(250);

  /** What the results so far amount to. */
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
