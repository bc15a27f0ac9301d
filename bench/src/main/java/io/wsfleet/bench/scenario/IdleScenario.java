package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.ConnectRamp;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.Pacer;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.machine.CpuSample;
import io.wsfleet.bench.machine.CpuSampler;
import io.wsfleet.bench.peer.SystemUnderTest;
import java.util.Map;

/** The processor time of ten thousand idle connections with heartbeats, on warm servers. */
public record IdleScenario(String name, int clients) implements Scenario {

  @Override
  public ScenarioResult run(
      SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan) {
    new ConnectRamp(selectorLoop, systemUnderTest.addresses())
        .connectUpTo(clients, IdleMemoryScenario.TIMEOUT);
    IdleWait.await(systemUnderTest, selectorLoop);
    selectorLoop.run(runPlan.idleLeadIn(), Pacer.IDLE, () -> false);
    RunSeries runSeries =
        RunSeries.repeat(
            runPlan.once(), () -> measureWindow(systemUnderTest, selectorLoop, runPlan));
    selectorLoop.closeClients();
    IdleWait.await(systemUnderTest, selectorLoop);
    double millisEachSecond =
        runSeries.median(run -> run.serversMicros() * clients / 1000 / run.seconds());
    return new ScenarioResult(
        name,
        Map.of(name, millisEachSecond),
        runSeries.counted(),
        runSeries.dropped(),
        runSeries.isQuiet(),
        Losses.NONE);
  }

  private Run measureWindow(
      SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan) {
    CpuSampler cpuSampler = systemUnderTest.accountant();
    CpuSample before = cpuSampler.sample();
    selectorLoop.run(runPlan.idleWindow(), Pacer.IDLE, () -> false);
    return Run.of(clients, cpuSampler.sample().since(before, CpuSampler.processors()), null);
  }
}
