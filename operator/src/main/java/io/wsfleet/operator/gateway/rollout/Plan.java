package io.wsfleet.operator.gateway.rollout;

import java.util.Map;
import java.util.Set;

/**
 * How many pods each revision ought to have next, and which former revisions are over.
 *
 * @param replicas of the current revision
 * @param former the replicas of those that are still needed
 * @param over those whose Deployment can go
 */
public record Plan(int replicas, Map<String, Integer> former, Set<String> over) {

  public Plan {
    former = Map.copyOf(former);
    over = Set.copyOf(over);
  }

  /** Whether nothing but the current revision is left. */
  public boolean settled() {
    return former.isEmpty() && over.isEmpty();
  }
}
