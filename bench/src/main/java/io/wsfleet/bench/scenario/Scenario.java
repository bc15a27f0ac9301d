package io.wsfleet.bench.scenario;

import io.wsfleet.bench.load.Loop;
import io.wsfleet.bench.peer.Fleet;

/** Something that can be measured on a fleet that is up. */
@FunctionalInterface
public interface Scenario {

  Outcome run(Fleet fleet, Loop loop, Plan plan);
}
