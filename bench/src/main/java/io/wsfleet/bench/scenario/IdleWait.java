package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Pacer;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.machine.CpuSample;
import io.wsfleet.bench.machine.CpuSampler;
import io.wsfleet.bench.peer.SystemUnderTest;
import java.time.Duration;

/** Waits until servers have finished the work of the scenario before. */
final class IdleWait {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(500);
  private static final int MAX_POLLS = 20;
  private static final double IDLE_CPU_SECONDS = 0.03;

  private IdleWait() {}

  static void await(SystemUnderTest systemUnderTest, SelectorLoop selectorLoop) {
    CpuSample before = systemUnderTest.accountant().sample();
    for (int look = 0; look < MAX_POLLS; look++) {
      selectorLoop.run(POLL_INTERVAL, Pacer.IDLE, () -> false);
      CpuSample now = systemUnderTest.accountant().sample();
      if (now.since(before, CpuSampler.processors()).servers() < IDLE_CPU_SECONDS) {
        return;
      }
      before = now;
    }
  }
}
