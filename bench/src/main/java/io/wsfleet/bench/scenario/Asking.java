package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Client;
import io.wsfleet.bench.load.Crowd;
import io.wsfleet.bench.load.Echo;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.peer.Fleet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/** Requests with an acknowledgement, each client one at a time. */
public record Asking(String name, int clients) implements Scenario {

  private static final Duration CONNECT = Duration.ofSeconds(30);

  @Override
  public Outcome run(Fleet fleet, Loop loop, Plan plan) {
    List<Client> crowd = new Crowd(loop, fleet.addresses()).grow(clients, CONNECT);
    Bout bout = new Bout(loop, fleet.accountant(), new Echo(crowd), crowd);
    bout.leadIn(plan.leadIn());
    Runs runs = bout.measure(plan);
    Losses losses = bout.drain();
    loop.closeClients();
    var values = new LinkedHashMap<String, Double>();
    values.put(name, runs.median(Run::serversMicros));
    values.put(name + ".rate", runs.median(Run::perSecond));
    return new Outcome(name, values, runs.counted(), runs.dropped(), runs.isQuiet(), losses);
  }
}
