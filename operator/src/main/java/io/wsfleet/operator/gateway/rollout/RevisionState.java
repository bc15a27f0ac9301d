package io.wsfleet.operator.gateway.rollout;

/**
 * What is seen of one revision: how many pods its Deployment asks for, and how many of them serve.
 * The Deployment's own report can be older than its spec, so it never counts for more than that.
 */
public record RevisionState(String revision, int replicas, int available) {

  public RevisionState {
    available = Math.max(0, Math.min(available, replicas));
  }
}
