package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.ConnectRamp;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.machine.CpuSample;
import io.wsfleet.bench.machine.CpuSampler;
import io.wsfleet.bench.peer.SystemUnderTest;
import java.time.Duration;
import java.util.Map;

/** New connections, from the first byte to the acceptance in the main namespace. */
public record ConnectScenario(String name, int clients) implements Scenario {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Override
  public ScenarioResult run(
      SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan) {
    long warm = System.nanoTime() + runPlan.leadIn().toNanos();
    do {
      connectAll(systemUnderTest, selectorLoop);
    } while (System.nanoTime() - warm < 0);
    RunSeries runSeries =
        RunSeries.repeat(runPlan, () -> connectAll(systemUnderTest, selectorLoop));
    return new ScenarioResult(
        name,
        Map.of(name, runSeries.median(Run::serversMicros)),
        runSeries.counted(),
        runSeries.dropped(),
        runSeries.isQuiet(),
        Losses.NONE);
  }

  private Run connectAll(SystemUnderTest systemUnderTest, SelectorLoop selectorLoop) {
    CpuSampler cpuSampler = systemUnderTest.accountant();
    CpuSample before = cpuSampler.sample();
    new ConnectRamp(selectorLoop, systemUnderTest.addresses()).connectUpTo(clients, TIMEOUT);
    Run run = Run.of(clients, cpuSampler.sample().since(before, CpuSampler.processors()), null);
    selectorLoop.closeClients();
    IdleWait.await(systemUnderTest, selectorLoop);
    return run;
  }
}
