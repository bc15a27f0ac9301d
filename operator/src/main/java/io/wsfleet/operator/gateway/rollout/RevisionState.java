package io.wsfleet.operator.gateway.rollout;

/**
 * The observed state of one revision: how many pods its Deployment asks for, how many of them
 * serve, and how many exist. A report that is older than the spec of the Deployment says nothing
 * about the pods that the spec asks for, so between two limits all is possible.
 *
 * @param available how many serve at least
 * @param atMost how many may serve
 * @param pods how many exist, also those that are terminating
 * @param isConnected whether its gateways and those of the current revision receive the messages of
 *     each other
 */
public record RevisionState(
    String revision, int replicas, int available, int atMost, int pods, boolean isConnected) {

  public RevisionState {
    available = Math.max(0, Math.min(available, replicas));
    atMost = Math.max(available, Math.min(atMost, replicas));
  }

  /** With a report of the present spec. */
  public RevisionState(String revision, int replicas, int available) {
    this(revision, replicas, available, available, replicas, true);
  }

  /** With a report that is older than the spec. */
  public static RevisionState unreported(String revision, int replicas) {
    return new RevisionState(revision, replicas, 0, replicas, replicas, true);
  }

  public RevisionState withPods(int number) {
    return new RevisionState(revision, replicas, available, atMost, number, isConnected);
  }

  public RevisionState disconnected() {
    return new RevisionState(revision, replicas, available, atMost, pods, false);
  }
}
