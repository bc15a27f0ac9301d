package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.SelectorLoop;
import io.wsfleet.bench.peer.SystemUnderTest;

/** Something that can be measured on a fleet that is up. */
@FunctionalInterface
public interface Scenario {

  ScenarioResult run(SystemUnderTest systemUnderTest, SelectorLoop selectorLoop, RunPlan runPlan);
}
