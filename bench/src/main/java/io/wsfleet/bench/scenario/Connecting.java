package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Crowd;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.machine.Accountant;
import io.wsfleet.bench.machine.Moment;
import io.wsfleet.bench.peer.Fleet;
import java.time.Duration;
import java.util.Map;

/** Clients that come, from the first byte of each to its place in the main namespace. */
public record Connecting(String name, int clients) implements Scenario {

  private static final Duration AT_MOST = Duration.ofSeconds(60);

  @Override
  public Outcome run(Fleet fleet, Loop loop, Plan plan) {
    long warm = System.nanoTime() + plan.leadIn().toNanos();
    do {
      come(fleet, loop);
    } while (System.nanoTime() - warm < 0);
    Runs runs = Runs.repeat(plan, () -> come(fleet, loop));
    return new Outcome(
        name,
        Map.of(name, runs.median(Run::serversMicros)),
        runs.counted(),
        runs.dropped(),
        runs.isQuiet(),
        Losses.NONE);
  }

  private Run come(Fleet fleet, Loop loop) {
    Accountant accountant = fleet.accountant();
    Moment before = accountant.now();
    new Crowd(loop, fleet.addresses()).grow(clients, AT_MOST);
    Run run = Run.of(clients, accountant.now().since(before, Accountant.processors()), null);
    loop.closeClients();
    Quiet.await(fleet, loop);
    return run;
  }
}
