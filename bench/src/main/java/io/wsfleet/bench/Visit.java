package io.wsfleet.bench;

import io.wsfleet.bench.load.Invalid;
import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.peer.Fleet;
import io.wsfleet.bench.peer.NotStarted;
import io.wsfleet.bench.peer.Peer;
import io.wsfleet.bench.peer.Place;
import io.wsfleet.bench.report.Results.OfPeer;
import io.wsfleet.bench.scenario.Outcome;
import io.wsfleet.bench.scenario.Plan;
import io.wsfleet.bench.scenario.Scenario;
import io.wsfleet.bench.scenario.Scenarios;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything that is measured of one peer; it goes {@code into} what was found of it. */
record Visit(
    Peer peer, Place place, Path logs, Options options, OfPeer into, Consumer<String> progress) {

  void run() {
    onFreshServers(this::warmed);
    if (options.scenarios().contains("idle")) {
      Map<String, Scenario> ramps = Scenarios.ramps();
      ramps.forEach((name, ramp) -> onFreshServers((fleet, loop) -> one(name, ramp, fleet, loop)));
    }
  }

  private void onFreshServers(BiConsumer<Fleet, Loop> work) {
    try (Fleet fleet = Fleet.start(peer, place, logs);
        Loop loop = new Loop()) {
      work.accept(fleet, loop);
    } catch (NotStarted e) {
      into.failures().add(e.getMessage() + "");
      progress.accept(peer.name() + ": " + e.getMessage() + ":\n" + e.written());
    }
  }

  private void warmed(Fleet fleet, Loop loop) {
    Plan plan = options.plan().forWarmUp();
    for (String name : Scenarios.warmUps()) {
      attempt("warm-up by " + name, fleet, loop, () -> named(name).run(fleet, loop, plan).losses());
    }
    for (String name : options.scenarios()) {
      one(name, named(name), fleet, loop);
    }
  }

  private static Scenario named(String name) {
    return Objects.requireNonNull(Scenarios.all().get(name));
  }

  private void one(String name, Scenario scenario, Fleet fleet, Loop loop) {
    attempt(
        name,
        fleet,
        loop,
        () -> {
          Outcome outcome = scenario.run(fleet, loop, options.plan());
          into.outcomes().add(outcome);
          return outcome.losses();
        });
  }

  /** What fails makes its own figures invalid; the next one may still be measured. */
  private void attempt(String scenario, Fleet fleet, Loop loop, Supplier<Losses> work) {
    progress.accept(peer.name() + ": " + scenario);
    String failure;
    try {
      Losses losses = work.get();
      failure = losses.isNone() ? "" : losses.toString();
    } catch (Invalid | IllegalStateException | UncheckedIOException e) {
      failure = e.getMessage() + "";
    }
    if (!failure.isEmpty()) {
      loop.closeClients();
      into.failures().add(scenario + ": " + failure);
      progress.accept(peer.name() + ": " + scenario + " is not valid: " + failure);
      progress.accept(fleet.written());
    }
  }
}
