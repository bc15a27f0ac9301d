package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Client;
import io.wsfleet.bench.load.ConnectRamp;
import io.wsfleet.bench.load.EchoLoad;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.peer.SystemUnderTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/** Events with an acknowledgement, one at a time for each client. */
public record EchoScenario(String name, int clients) implements Scenario {

  private static final Duration CONNECT = Duration.ofSeconds(30);

  @Override
  public ScenarioResult run(
      SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan) {
    List<Client> crowd =
        new ConnectRamp(selectorLoop, systemUnderTest.addresses()).connectUpTo(clients, CONNECT);
    LoadRun loadRun =
        new LoadRun(selectorLoop, systemUnderTest.accountant(), new EchoLoad(crowd), crowd);
    loadRun.leadIn(runPlan.leadIn());
    RunSeries runSeries = loadRun.measure(runPlan);
    Losses losses = loadRun.drain();
    selectorLoop.closeClients();
    var values = new LinkedHashMap<String, Double>();
    values.put(name, runSeries.median(Run::serversMicros));
    values.put(name + ".rate", runSeries.median(Run::perSecond));
    return new ScenarioResult(
        name, values, runSeries.counted(), runSeries.dropped(), runSeries.isQuiet(), losses);
  }
}
