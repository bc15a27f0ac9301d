package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Client;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.Pacer;
import io.wsfleet.bench.load.Traffic;
import io.wsfleet.bench.machine.Accountant;
import io.wsfleet.bench.machine.Moment;
import java.time.Duration;
import java.util.List;

/** Traffic that goes on while it is looked at, run after run, and is counted to the end. */
final class Bout {

  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final Loop loop;
  private final Accountant accountant;
  private final Traffic traffic;

  Bout(Loop loop, Accountant accountant, Traffic traffic, List<Client> clients) {
    this.loop = loop;
    this.accountant = accountant;
    this.traffic = traffic;
    clients.forEach(client -> client.tell(traffic));
  }

  /** Lets it go on without looking. */
  void leadIn(Duration time) {
    traffic.begin(System.nanoTime());
    loop.run(time, traffic, () -> false);
  }

  Runs measure(Plan plan) {
    return Runs.repeat(plan, () -> window(plan.window()));
  }

  /** Waits for what is under way, and looks whether anything has not come. */
  Losses drain() {
    traffic.end();
    loop.run(DRAIN, Pacer.IDLE, traffic::isComplete);
    return traffic.losses();
  }

  private Run window(Duration time) {
    traffic.latency().reset();
    Moment before = accountant.now();
    long begun = traffic.count();
    loop.run(time, traffic, () -> false);
    long count = traffic.count() - begun;
    return Run.of(
        count, accountant.now().since(before, Accountant.processors()), traffic.latency().copy());
  }
}
