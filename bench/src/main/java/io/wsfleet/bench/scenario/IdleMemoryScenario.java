package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.ConnectRamp;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.peer.SystemUnderTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of an idle connection on servers that were just started: the growth between the first
 * and the last step, after garbage collection at each.
 *
 * @param heap the row for the growth of the heap, for servers that report it; or empty
 */
public record IdleMemoryScenario(String name, List<Integer> steps, String heap)
    implements Scenario {

  static final Duration TIMEOUT = Duration.ofSeconds(120);

  private static final double KILO = 1024;

  @Override
  public ScenarioResult run(
      SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan) {
    var connectRamp = new ConnectRamp(selectorLoop, systemUnderTest.addresses());
    MemorySample first = measureAt(connectRamp, steps.get(0), systemUnderTest, selectorLoop);
    MemorySample last = first;
    for (int step : steps.subList(1, steps.size())) {
      last = measureAt(connectRamp, step, systemUnderTest, selectorLoop);
    }
    selectorLoop.closeClients();
    double clients = last.clients - first.clients;
    var values = new LinkedHashMap<String, Double>();
    values.put(name, (last.memory - first.memory) / KILO / clients);
    if (systemUnderTest.hasHeap() && !heap.isEmpty()) {
      values.put(heap, (last.heap - first.heap) / clients);
    }
    return new ScenarioResult(name, Map.copyOf(values), List.of(), 0, true, Losses.NONE);
  }

  private static MemorySample measureAt(
      ConnectRamp connectRamp,
      int clients,
      SystemUnderTest systemUnderTest,
      SelectorLoop selectorLoop) {
    connectRamp.connectUpTo(clients, TIMEOUT);
    IdleWait.await(systemUnderTest, selectorLoop);
    systemUnderTest.collectGarbage();
    IdleWait.await(systemUnderTest, selectorLoop);
    long heap = systemUnderTest.hasHeap() ? systemUnderTest.accountant().heap() : 0;
    return new MemorySample(clients, systemUnderTest.accountant().pss(), heap);
  }

  private record MemorySample(int clients, long memory, long heap) {}
}
