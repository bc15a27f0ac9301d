package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.peer.SystemUnderTest;

/** A measurement on a running system. */
@FunctionalInterface
public interface Scenario {

  ScenarioResult run(SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan);
}
