package io.wsfleet.operator.gateway.rollout;

import java.util.Map;
import java.util.Set;

/**
 * How many pods each revision ought to have next, and which former revisions are over.
 *
 * @param replicas of the current revision
 * @param former the replicas of those that are still needed
 * @param finished those whose Deployment can go
 */
public record RolloutPlan(int replicas, Map<String, Integer> former, Set<String> finished) {

  public RolloutPlan {
    former = Map.copyOf(former);
    finished = Set.copyOf(finished);
  }

  /** Whether nothing but the current revision is left. */
  public boolean isSettled() {
    return former.isEmpty() && finished.isEmpty();
  }
}
