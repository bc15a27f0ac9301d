package io.wsfleet.operator.redis.failover;

/**
 * What Kubernetes is told of a Redis pod: by labels, which the Services select on, and by the
 * condition that its readiness waits for.
 *
 * @param role what the pod is to clients
 * @param readable whether gateways are to listen here
 * @param inSync whether it has what the master has, so that another one may be stopped for it
 */
public record PodRole(Role role, boolean readable, boolean inSync) {

  /** As in the label's value, in lower case. */
  public enum Role {
    NONE,
    MASTER,
    REPLICA,
    /** Something else, which nobody but a person can have written there. */
    UNKNOWN
  }

  public static final PodRole NONE = new PodRole(Role.NONE, false, false);

  static PodRole master(boolean readable) {
    return new PodRole(Role.MASTER, readable, true);
  }

  static final PodRole REPLICA = new PodRole(Role.REPLICA, true, true);
}
