package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Crowd;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.Pacer;
import io.wsfleet.bench.machine.Accountant;
import io.wsfleet.bench.machine.Moment;
import io.wsfleet.bench.peer.Fleet;
import java.util.Map;

/** What ten thousand clients cost that only answer heartbeats, on servers that are warm. */
public record Idling(String name, int clients) implements Scenario {

  @Override
  public Outcome run(Fleet fleet, Loop loop, Plan plan) {
    new Crowd(loop, fleet.addresses()).grow(clients, Ramp.AT_MOST);
    Quiet.await(fleet, loop);
    loop.run(plan.idleLeadIn(), Pacer.IDLE, () -> false);
    Runs runs = Runs.repeat(plan.once(), () -> stay(fleet, loop, plan));
    loop.closeClients();
    Quiet.await(fleet, loop);
    double millisEachSecond =
        runs.median(run -> run.serversMicros() * clients / 1000 / run.seconds());
    return new Outcome(
        name,
        Map.of(name, millisEachSecond),
        runs.counted(),
        runs.dropped(),
        runs.isQuiet(),
        Losses.NONE);
  }

  private Run stay(Fleet fleet, Loop loop, Plan plan) {
    Accountant accountant = fleet.accountant();
    Moment before = accountant.now();
    loop.run(plan.idleWindow(), Pacer.IDLE, () -> false);
    return Run.of(clients, accountant.now().since(before, Accountant.processors()), null);
  }
}
