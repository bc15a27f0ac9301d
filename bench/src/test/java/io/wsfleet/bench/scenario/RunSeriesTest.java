package io.wsfleet.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.bench.machine.CpuUsage;
import java.time.Duration;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RunSeriesTest {

  private static final RunPlan PLAN =
      new RunPlan(Duration.ZERO, Duration.ZERO, Duration.ZERO, 3, 5, Duration.ZERO, Duration.ZERO);

  @Test
  void dropsARunThatOthersDisturbedAndRepeatsIt() {
    RunSeries runSeries = repeat(0.01, 0.5, 0.02, 0.03);
    assertEquals(
        List.of(0.01, 0.02, 0.03), runSeries.counted().stream().map(Run::foreign).toList());
    assertEquals(1, runSeries.dropped());
    assertTrue(runSeries.isQuiet());
  }

  @Test
  void givesUpAtItsLimitAndKeepsWhatWasQuiet() {
    RunSeries runSeries = repeat(0.5, 0.5, 0.02, 0.5, 0.5);
    assertEquals(1, runSeries.counted().size());
    assertEquals(4, runSeries.dropped());
    assertTrue(runSeries.isQuiet());
  }

  @Test
  void saysThatNoRunWasQuiet() {
    RunSeries runSeries = repeat(0.5, 0.11, 0.5, 0.5, 0.5);
    assertEquals(5, runSeries.counted().size());
    assertFalse(runSeries.isQuiet());
  }

  @Test
  void takesTheOneInTheMiddle() {
    assertEquals(0.02, repeat(0.03, 0.01, 0.02).median(Run::foreign));
  }

  @Test
  void countsMicrosecondsForEachDelivery() {
    Run run = Run.of(4_000, new CpuUsage(2, 0.03, 0.01, 0.02, 0), null);
    assertEquals(10, run.serversMicros());
    assertEquals(7.5, run.nodesMicros());
    assertEquals(2.5, run.redisMicros());
    assertEquals(5, run.generatorMicros());
    assertEquals(2000, run.perSecond());
  }

  private static RunSeries repeat(double... foreign) {
    PrimitiveIterator.OfDouble next = DoubleStream.of(foreign).iterator();
    return RunSeries.repeat(
        PLAN, () -> Run.of(1, new CpuUsage(1, 1, 1, 1, next.nextDouble()), null));
  }
}
