package io.wsfleet.operator.gateway.rollout;

import java.util.Map;
import java.util.Set;

/**
 * The next size of each revision, and the former revisions that are finished.
 *
 * @param replicas of the current revision
 * @param former the replicas of those that still serve
 * @param finished those whose Deployment can be deleted
 */
public record RolloutPlan(int replicas, Map<String, Integer> former, Set<String> finished) {

  public RolloutPlan {
    former = Map.copyOf(former);
    finished = Set.copyOf(finished);
  }

  /** Whether only the current revision exists. */
  public boolean isSettled() {
    return former.isEmpty() && finished.isEmpty();
  }
}
