package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.BroadcastLoad;
import io.wsfleet.bench.load.Client;
import io.wsfleet.bench.load.ConnectRamp;
import io.wsfleet.bench.load.LoadProfile;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.ReadinessBarrier;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.peer.SystemUnderTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Broadcasts to all clients or to rooms. */
public record BroadcastScenario(String name, LoadProfile loadProfile) implements Scenario {

  private static final Duration CONNECT = Duration.ofSeconds(30);

  @Override
  public ScenarioResult run(
      SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan) {
    LoadRun loadRun = prepare(systemUnderTest, selectorLoop);
    loadRun.leadIn(runPlan.leadIn());
    RunSeries runSeries = loadRun.measure(runPlan);
    Losses losses = loadRun.drain();
    selectorLoop.closeClients();
    return new ScenarioResult(
        name,
        values(runSeries),
        runSeries.counted(),
        runSeries.dropped(),
        runSeries.isQuiet(),
        losses);
  }

  private LoadRun prepare(SystemUnderTest systemUnderTest, SelectorLoop selectorLoop) {
    // In rooms nobody hears himself: the publishers are others. Else they are of those who hear.
    int others = loadProfile.rooms() == 0 ? 0 : loadProfile.publishers();
    List<Client> clients =
        new ConnectRamp(selectorLoop, systemUnderTest.addresses())
            .connectUpTo(loadProfile.receivers() + others, CONNECT);
    int first = others == 0 ? 0 : loadProfile.receivers();
    List<Client> publishers = clients.subList(first, first + loadProfile.publishers());
    var readinessBarrier = new ReadinessBarrier(selectorLoop, clients.size());
    clients.forEach(client -> client.setListener(readinessBarrier));
    readinessBarrier.joinRooms(loadProfile, clients);
    readinessBarrier.awaitAllReceive(publishers.subList(0, systemUnderTest.addresses().size()));
    return new LoadRun(
        selectorLoop,
        systemUnderTest.accountant(),
        new BroadcastLoad(loadProfile, publishers),
        clients);
  }

  private Map<String, Double> values(RunSeries runSeries) {
    var values = new LinkedHashMap<String, Double>();
    values.put(name, runSeries.median(Run::serversMicros));
    if (loadProfile.isOpen()) {
      values.put(name + ".p50", runSeries.median(Run::p50));
      values.put(name + ".p99", runSeries.median(Run::p99));
    } else {
      values.put(name + ".rate", runSeries.median(Run::perSecond));
    }
    return values;
  }
}
