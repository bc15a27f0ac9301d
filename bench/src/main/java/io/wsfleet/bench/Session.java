package io.wsfleet.bench;

import io.wsfleet.bench.load.Invalid;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.peer.Fleet;
import io.wsfleet.bench.peer.Peer;
import io.wsfleet.bench.peer.Place;
import io.wsfleet.bench.report.Results.OfPeer;
import io.wsfleet.bench.scenario.Outcome;
import io.wsfleet.bench.scenario.Scenario;
import io.wsfleet.bench.scenario.Scenarios;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** One peer after the other, each scenario on it. */
record Session(Path root, Options options, Consumer<String> progress) {

  List<OfPeer> run() {
    return options.peers().stream().map(this::measure).toList();
  }

  private OfPeer measure(String name) {
    Path folder = root.resolve("bench/peers");
    Peer peer = Peer.read(folder, name);
    Place place =
        new Place(
            Map.of(
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "gateway", options.gateway().toString(),
                "peer", folder.resolve(name).toString()));
    Optional<String> missing = peer.missing(place);
    if (missing.isPresent()) {
      progress.accept(name + ": not measured, " + missing.get());
      List<String> failures = options.require() ? List.of("it was required") : List.of();
      return new OfPeer(name, peer.title(), peer.command(), missing.get(), List.of(), failures);
    }
    var outcomes = new ArrayList<Outcome>();
    var failures = new ArrayList<String>();
    try (Fleet fleet = Fleet.start(peer, place, root.resolve("bench/target/logs"));
        Loop loop = new Loop()) {
      measure(name, fleet, loop, outcomes, failures);
    }
    return new OfPeer(name, peer.title(), peer.command(), null, outcomes, failures);
  }

  private void measure(
      String name, Fleet fleet, Loop loop, List<Outcome> outcomes, List<String> failures) {
    String scenario = "warm-up";
    try {
      progress.accept(name + ": warm-up, " + options.plan().warmUp().toSeconds() + " s");
      require(Scenarios.warmUp().warm(fleet, loop, options.plan().warmUp()));
      for (String each : options.scenarios()) {
        scenario = each;
        progress.accept(name + ": " + scenario);
        Scenario wanted = Objects.requireNonNull(Scenarios.all().get(scenario));
        Outcome outcome = wanted.run(fleet, loop, options.plan());
        outcomes.add(outcome);
        require(outcome.losses());
      }
    } catch (Invalid e) {
      failures.add(scenario + ": " + e.getMessage());
      progress.accept(name + ": " + scenario + " is not valid: " + e.getMessage());
      progress.accept(fleet.written());
    }
  }

  private static void require(Losses losses) {
    if (!losses.isNone()) {
      throw new Invalid(losses.toString());
    }
  }
}
