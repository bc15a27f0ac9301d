package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Client;
import io.wsfleet.bench.load.Crowd;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.Meeting;
import io.wsfleet.bench.load.Shape;
import io.wsfleet.bench.load.Talk;
import io.wsfleet.bench.peer.Fleet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Broadcasts to everybody, or to rooms. */
public record Talking(String name, Shape shape) implements Scenario {

  private static final Duration CONNECT = Duration.ofSeconds(30);

  @Override
  public Outcome run(Fleet fleet, Loop loop, Plan plan) {
    Bout bout = prepare(fleet, loop);
    bout.leadIn(plan.leadIn());
    Runs runs = bout.measure(plan);
    Losses losses = bout.drain();
    loop.closeClients();
    return new Outcome(name, values(runs), runs.counted(), runs.dropped(), runs.isQuiet(), losses);
  }

  private Bout prepare(Fleet fleet, Loop loop) {
    // In rooms nobody hears himself: the publishers are others. Else they are of those who hear.
    int others = shape.rooms() == 0 ? 0 : shape.publishers();
    List<Client> clients =
        new Crowd(loop, fleet.addresses()).grow(shape.receivers() + others, CONNECT);
    int first = others == 0 ? 0 : shape.receivers();
    List<Client> publishers = clients.subList(first, first + shape.publishers());
    var meeting = new Meeting(loop, clients.size());
    clients.forEach(client -> client.tell(meeting));
    meeting.enter(shape, clients);
    meeting.greet(publishers.subList(0, fleet.addresses().size()));
    return new Bout(loop, fleet.accountant(), new Talk(shape, publishers), clients);
  }

  private Map<String, Double> values(Runs runs) {
    var values = new LinkedHashMap<String, Double>();
    values.put(name, runs.median(Run::serversMicros));
    if (shape.isOpen()) {
      values.put(name + ".p50", runs.median(Run::p50));
      values.put(name + ".p99", runs.median(Run::p99));
    } else {
      values.put(name + ".rate", runs.median(Run::perSecond));
    }
    return values;
  }
}
