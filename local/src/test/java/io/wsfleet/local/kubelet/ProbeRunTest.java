package io.wsfleet.local.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.local.kubelet.ProbeRun.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProbeRunTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private boolean well;
  private int asked;

  @Test
  void looksOftenUntilItPassesAndThenOnceAPeriod() {
    ProbeRun probe = probe(10, 3, 0);
    assertEquals(Verdict.UNDECIDED, lookUntil(probe, 0, 1000));
    assertEquals(4, asked);
    well = true;
    assertEquals(Verdict.PASSED, lookUntil(probe, 1000, 1600));
    int before = asked;
    lookUntil(probe, 1600, 9000);
    assertEquals(before, asked, "no look before the period is over");
  }

  @Test
  void failsAfterAsManyPeriodsAsTheThresholdSaysHoweverOftenItLooks() {
    ProbeRun probe = probe(2, 3, 0);
    assertEquals(Verdict.UNDECIDED, lookUntil(probe, 0, 4000));
    assertEquals(Verdict.FAILED, lookUntil(probe, 4000, 5000));
  }

  @Test
  void forgetsFailuresOnASuccess() {
    ProbeRun probe = probe(1, 2, 0);
    well = true;
    lookUntil(probe, 0, 500);
    well = false;
    lookUntil(probe, 500, 2400);
    well = true;
    assertEquals(Verdict.PASSED, lookUntil(probe, 2400, 6000));
  }

  @Test
  void waitsForTheDelay() {
    ProbeRun probe = probe(1, 1, 5);
    assertEquals(Verdict.UNDECIDED, lookUntil(probe, 0, 4900));
    assertEquals(0, asked);
  }

  private ProbeRun probe(int period, int failures, int delay) {
    Probe probe =
        new Probe(
            1,
            null,
            Duration.ofSeconds(delay),
            Duration.ofSeconds(period),
            Duration.ofSeconds(1),
            failures,
            1);
    return new ProbeRun(
        probe,
        () -> {
          asked++;
          return CompletableFuture.completedFuture(well);
        },
        BEGIN);
  }

  private static Verdict lookUntil(ProbeRun probe, int from, int until) {
    Verdict verdict = Verdict.UNDECIDED;
    for (int at = from; at < until; at += 50) {
      verdict = probe.look(BEGIN.plusMillis(at));
    }
    return verdict;
  }
}
