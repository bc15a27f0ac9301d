package io.wsfleet.operator.gateway.rollout;

/**
 * The observed state of one revision: how many pods its Deployment asks for, and how many of them
 * serve. The report of a Deployment can be older than its spec, so it never counts for more than
 * the spec.
 */
public record RevisionState(String revision, int replicas, int available) {

  public RevisionState {
    available = Math.max(0, Math.min(available, replicas));
  }
}
