package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Client;
import io.wsfleet.bench.load.Load;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.Pacer;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.machine.CpuSample;
import io.wsfleet.bench.machine.CpuSampler;
import java.time.Duration;
import java.util.List;

/** Runs a load, measures it one window after the other, and counts every message at the end. */
final class LoadRun {

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

  private final SelectorLoop selectorLoop;
  private final CpuSampler cpuSampler;
  private final Load load;

  LoadRun(SelectorLoop selectorLoop, CpuSampler cpuSampler, Load load, List<Client> clients) {
    this.selectorLoop = selectorLoop;
    this.cpuSampler = cpuSampler;
    this.load = load;
    clients.forEach(client -> client.setListener(load));
  }

  /** Runs the load without measuring it. */
  void leadIn(Duration time) {
    load.begin(System.nanoTime());
    selectorLoop.run(time, load, () -> false);
  }

  RunSeries measure(RunPlan runPlan) {
    return RunSeries.repeat(runPlan, () -> window(runPlan.window()));
  }

  /** Waits for the messages under way and counts the missing ones. */
  Losses drain() {
    load.end();
    selectorLoop.run(DRAIN_TIMEOUT, Pacer.IDLE, load::isComplete);
    return load.losses();
  }

  private Run window(Duration time) {
    load.latency().reset();
    CpuSample before = cpuSampler.sample();
    long begun = load.count();
    selectorLoop.run(time, load, () -> false);
    long count = load.count() - begun;
    return Run.of(
        count, cpuSampler.sample().since(before, CpuSampler.processors()), load.latency().copy());
  }
}
