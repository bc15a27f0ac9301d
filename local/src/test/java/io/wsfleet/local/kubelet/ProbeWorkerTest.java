package io.wsfleet.local.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.local.kubelet.ProbeWorker.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProbeWorkerTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private boolean well;
  private int asked;

  @Test
  void looksOftenUntilItPassesAndThenOnceAPeriod() {
    ProbeWorker probe = probe(10, 3, 0);
    assertEquals(Result.UNDECIDED, pollUntil(probe, 0, 1000));
    assertEquals(4, asked);
    well = true;
    assertEquals(Result.PASSED, pollUntil(probe, 1000, 1600));
    int before = asked;
    pollUntil(probe, 1600, 9000);
    assertEquals(before, asked, "no look before the period is over");
  }

  @Test
  void failsAfterAsManyPeriodsAsTheThresholdSaysHoweverOftenItLooks() {
    ProbeWorker probe = probe(2, 3, 0);
    assertEquals(Result.UNDECIDED, pollUntil(probe, 0, 4000));
    assertEquals(Result.FAILED, pollUntil(probe, 4000, 5000));
  }

  @Test
  void forgetsFailuresOnASuccess() {
    ProbeWorker probe = probe(1, 2, 0);
    well = true;
    pollUntil(probe, 0, 500);
    well = false;
    pollUntil(probe, 500, 2400);
    well = true;
    assertEquals(Result.PASSED, pollUntil(probe, 2400, 6000));
  }

  @Test
  void waitsForTheDelay() {
    ProbeWorker probe = probe(1, 1, 5);
    assertEquals(Result.UNDECIDED, pollUntil(probe, 0, 4900));
    assertEquals(0, asked);
  }

  private ProbeWorker probe(int period, int failures, int delay) {
    Probe probe =
        new Probe(
            1,
            null,
            Duration.ofSeconds(delay),
            Duration.ofSeconds(period),
            Duration.ofSeconds(1),
            failures,
            1);
    return new ProbeWorker(
        probe,
        () -> {
          asked++;
          return CompletableFuture.completedFuture(well);
        },
        BEGIN);
  }

  private static Result pollUntil(ProbeWorker probe, int from, int until) {
    Result result = Result.UNDECIDED;
    for (int at = from; at < until; at += 50) {
      result = probe.poll(BEGIN.plusMillis(at));
    }
    return result;
  }
}
