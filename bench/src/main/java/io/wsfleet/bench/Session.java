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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    var found =
        new OfPeer(name, peer.title(), peer.command(), null, new ArrayList<>(), new ArrayList<>());
    fresh(peer, place, (fleet, loop) -> warmed(fleet, loop, found));
    if (options.scenarios().contains("idle")) {
      Scenarios.ramps()
          .forEach(
              (ramp, scenario) ->
                  fresh(
                      peer,
                      place,
                      (fleet, loop) ->
                          attempt(
                              ramp,
                              fleet,
                              loop,
                              found,
                              () -> measured(scenario, fleet, loop, found))));
    }
    return found;
  }

  /** On servers that were just started, and are ended after it. */
  private void fresh(Peer peer, Place place, BiConsumer<Fleet, Loop> work) {
    try (Fleet fleet = Fleet.start(peer, place, root.resolve("bench/target/logs"));
        Loop loop = new Loop()) {
      work.accept(fleet, loop);
    }
  }

  private void warmed(Fleet fleet, Loop loop, OfPeer into) {
    attempt(
        "warm-up", fleet, loop, into, () -> Scenarios.warmUp().warm(fleet, loop, options.plan()));
    for (String name : options.scenarios()) {
      Scenario scenario = Objects.requireNonNull(Scenarios.all().get(name));
      attempt(name, fleet, loop, into, () -> measured(scenario, fleet, loop, into));
    }
  }

  private Losses measured(Scenario scenario, Fleet fleet, Loop loop, OfPeer into) {
    Outcome outcome = scenario.run(fleet, loop, options.plan());
    into.outcomes().add(outcome);
    return outcome.losses();
  }

  /** What fails makes its own figures invalid; the next one may still be measured. */
  private void attempt(
      String scenario, Fleet fleet, Loop loop, OfPeer into, Supplier<Losses> work) {
    progress.accept(into.name() + ": " + scenario);
    String failure;
    try {
      Losses losses = work.get();
      failure = losses.isNone() ? "" : losses.toString();
    } catch (Invalid e) {
      failure = e.getMessage() + "";
    }
    if (!failure.isEmpty()) {
      loop.closeClients();
      into.failures().add(scenario + ": " + failure);
      progress.accept(into.name() + ": " + scenario + " is not valid: " + failure);
      progress.accept(fleet.written());
    }
  }
}
