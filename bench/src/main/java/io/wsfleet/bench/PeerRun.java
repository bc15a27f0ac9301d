package io.wsfleet.bench;

import io.wsfleet.bench.load.InvalidRunException;
import io.wsfleet.bench.load.Losses;
import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.peer.Peer;
import io.wsfleet.bench.peer.Placeholders;
import io.wsfleet.bench.peer.StartupException;
import io.wsfleet.bench.peer.SystemUnderTest;
import io.wsfleet.bench.report.Results.PeerResult;
import io.wsfleet.bench.scenario.RunPlan;
import io.wsfleet.bench.scenario.Scenario;
import io.wsfleet.bench.scenario.ScenarioResult;
import io.wsfleet.bench.scenario.Scenarios;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs all scenarios of one peer and stores their results in {@code into}. */
record PeerRun(
    Peer peer,
    Placeholders placeholders,
    Path logs,
    Options options,
    PeerResult result,
    Consumer<String> progress) {

  void run() {
    withNewServers(this::runScenarios);
    if (options.scenarios().contains("idle")) {
      Map<String, Scenario> ramps = Scenarios.memoryScenarios();
      ramps.forEach(
          (name, ramp) ->
              withNewServers(
                  (systemUnderTest, selectorLoop) ->
                      runScenario(name, ramp, systemUnderTest, selectorLoop)));
    }
  }

  private void withNewServers(BiConsumer<SystemUnderTest, SelectorLoop> work) {
    try (SystemUnderTest systemUnderTest = SystemUnderTest.start(peer, placeholders, logs);
        SelectorLoop selectorLoop = new SelectorLoop()) {
      work.accept(systemUnderTest, selectorLoop);
    } catch (StartupException e) {
      result.failures().add(e.getMessage() + "");
      progress.accept(peer.name() + ": " + e.getMessage() + ":\n" + e.logTail());
    }
  }

  private void runScenarios(SystemUnderTest systemUnderTest, SelectorLoop selectorLoop) {
    RunPlan runPlan = options.runPlan().forWarmUp();
    for (String name : Scenarios.warmUps()) {
      attempt(
          "warm-up by " + name,
          systemUnderTest,
          selectorLoop,
          () -> scenario(name).run(systemUnderTest, selectorLoop, runPlan).losses());
    }
    for (String name : options.scenarios()) {
      runScenario(name, scenario(name), systemUnderTest, selectorLoop);
    }
  }

  private static Scenario scenario(String name) {
    return Objects.requireNonNull(Scenarios.all().get(name));
  }

  private void runScenario(
      String name, Scenario scenario, SystemUnderTest systemUnderTest, SelectorLoop selectorLoop) {
    attempt(
        name,
        systemUnderTest,
        selectorLoop,
        () -> {
          ScenarioResult scenarioResult =
              scenario.run(systemUnderTest, selectorLoop, options.runPlan());
          result.outcomes().add(scenarioResult);
          return scenarioResult.losses();
        });
  }

  /** A failed scenario invalidates its own figures only; the next one still runs. */
  private void attempt(
      String scenario,
      SystemUnderTest systemUnderTest,
      SelectorLoop selectorLoop,
      Supplier<Losses> work) {
    progress.accept(peer.name() + ": " + scenario);
    String failure;
    try {
      Losses losses = work.get();
      failure = losses.isNone() ? "" : losses.toString();
    } catch (InvalidRunException | IllegalStateException | UncheckedIOException e) {
      failure = e.getMessage() + "";
    }
    if (!failure.isEmpty()) {
      selectorLoop.closeClients();
      result.failures().add(scenario + ": " + failure);
      progress.accept(peer.name() + ": " + scenario + " is not valid: " + failure);
      progress.accept(systemUnderTest.logTail());
    }
  }
}
