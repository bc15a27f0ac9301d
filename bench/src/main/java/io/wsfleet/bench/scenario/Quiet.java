package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Pacer;
import io.wsfleet.bench.machine.Accountant;
import io.wsfleet.bench.machine.Moment;
import io.wsfleet.bench.peer.Fleet;
import java.time.Duration;

/** Waits until servers have nothing more to do with what was before. */
final class Quiet {

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS = 20;
  private static final double NEARLY_NOTHING = 0.03;

  private Quiet() {}

  static void await(Fleet fleet, Loop loop) {
    Moment before = fleet.accountant().now();
    for (int look = 0; look < LOOKS; look++) {
      loop.run(LOOK, Pacer.IDLE, () -> false);
      Moment now = fleet.accountant().now();
      if (now.since(before, Accountant.processors()).servers() < NEARLY_NOTHING) {
        return;
      }
      before = now;
    }
  }
}
