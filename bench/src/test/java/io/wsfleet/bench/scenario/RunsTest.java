package io.wsfleet.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.bench.machine.Spent;
import java.time.Duration;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final Plan PLAN =
      new Plan(Duration.ZERO, Duration.ZERO, Duration.ZERO, 3, 5, Duration.ZERO, Duration.ZERO);

  @Test
  void dropsARunThatOthersDisturbedAndRepeatsIt() {
    Runs runs = repeat(0.01, 0.5, 0.02, 0.03);
    assertEquals(List.of(0.01, 0.02, 0.03), runs.counted().stream().map(Run::foreign).toList());
    assertEquals(1, runs.dropped());
    assertTrue(runs.isQuiet());
  }

  @Test
  void givesUpAtItsLimitAndKeepsWhatWasQuiet() {
    Runs runs = repeat(0.5, 0.5, 0.02, 0.5, 0.5);
    assertEquals(1, runs.counted().size());
    assertEquals(4, runs.dropped());
    assertTrue(runs.isQuiet());
  }

  @Test
  void saysThatNoRunWasQuiet() {
    Runs runs = repeat(0.5, 0.11, 0.5, 0.5, 0.5);
    assertEquals(5, runs.counted().size());
    assertFalse(runs.isQuiet());
  }

  @Test
  void takesTheOneInTheMiddle() {
    assertEquals(0.02, repeat(0.03, 0.01, 0.02).median(Run::foreign));
  }

  @Test
  void countsMicrosecondsForEachDelivery() {
    Run run = Run.of(4_000, new Spent(2, 0.03, 0.01, 0.02, 0), null);
    assertEquals(10, run.serversMicros());
    assertEquals(7.5, run.nodesMicros());
    assertEquals(2.5, run.redisMicros());
    assertEquals(5, run.generatorMicros());
    assertEquals(2000, run.perSecond());
  }

  private static Runs repeat(double... foreign) {
    PrimitiveIterator.OfDouble next = DoubleStream.of(foreign).iterator();
    return Runs.repeat(PLAN, () -> Run.of(1, new Spent(1, 1, 1, 1, next.nextDouble()), null));
  }
}
