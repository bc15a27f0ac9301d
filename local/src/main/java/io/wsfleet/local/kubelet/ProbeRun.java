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
final class ProbeRun {
  private static final Duration EAGER = Duration.ofMillis(250);

  /** What the results so far amount to. */
  enum Verdict {
    UNDECIDED,
    PASSED,
    FAILED
  }

  private final Probe probe;
  private final Supplier<CompletableFuture<Boolean>> check;
  private final Instant begin;
  private @Nullable CompletableFuture<Boolean> asked;
  private Instant next;
  private Instant countsFrom;
  private int failures;
  private int successes;
  private Verdict verdict = Verdict.UNDECIDED;

  ProbeRun(Probe probe, Supplier<CompletableFuture<Boolean>> check, Instant now) {
    this.probe = probe;
    this.check = check;
    this.begin = now.plus(probe.delay());
    this.next = begin;
    this.countsFrom = begin;
  }

  Verdict look(Instant now) {
    if (asked != null && asked.isDone()) {
      count(asked.join(), now);
      asked = null;
    }
    if (asked == null && !now.isBefore(next)) {
      asked = check.get();
      next = now.plus(verdict == Verdict.PASSED ? probe.period() : shorter());
    }
    return verdict;
  }

  private void count(boolean success, Instant now) {
    if (success) {
      failures = 0;
      successes++;
      if (successes >= probe.successThreshold()) {
        verdict = Verdict.PASSED;
      }
    } else if (!now.isBefore(countsFrom)) {
      countsFrom = now.plus(probe.period());
      successes = 0;
      failures++;
      if (failures >= probe.failureThreshold()) {
        verdict = Verdict.FAILED;
      }
    }
  }

  private Duration shorter() {
    return probe.period().compareTo(EAGER) < 0 ? probe.period() : EAGER;
  }
}
