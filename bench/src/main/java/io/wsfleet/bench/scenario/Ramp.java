package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Crowd;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.peer.Fleet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each client adds to the memory of servers that were just started: between the first and the
 * last step, garbage collected at each of them.
 *
 * @param heap the row for what the heap grew by, for servers that can say it; or empty
 */
public record Ramp(String name, List<Integer> steps, String heap) implements Scenario {

  static final Duration AT_MOST = Duration.ofSeconds(120);

  private static final double KILO = 1024;

  @Override
  public Outcome run(Fleet fleet, Loop loop, Plan plan) {
    var crowd = new Crowd(loop, fleet.addresses());
    Held first = grow(crowd, steps.get(0), fleet, loop);
    Held last = first;
    for (int step : steps.subList(1, steps.size())) {
      last = grow(crowd, step, fleet, loop);
    }
    loop.closeClients();
    double clients = last.clients - first.clients;
    var values = new LinkedHashMap<String, Double>();
    values.put(name, (last.memory - first.memory) / KILO / clients);
    if (fleet.hasHeap() && !heap.isEmpty()) {
      values.put(heap, (last.heap - first.heap) / clients);
    }
    return new Outcome(name, Map.copyOf(values), List.of(), 0, true, Losses.NONE);
  }

  private static Held grow(Crowd crowd, int clients, Fleet fleet, Loop loop) {
    crowd.grow(clients, AT_MOST);
    Quiet.await(fleet, loop);
    fleet.collect();
    Quiet.await(fleet, loop);
    long heap = fleet.hasHeap() ? fleet.accountant().heap() : 0;
    return new Held(clients, fleet.accountant().pss(), heap);
  }

  private record Held(int clients, long memory, long heap) {}
}
