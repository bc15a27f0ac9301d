package io.wsfleet.operator.redis.failover;

/**
 * The role of a Redis pod in Kubernetes: labels, which the Services select on, and a readiness
 * condition.
 *
 * @param role of its Redis
 * @param readable whether gateways should subscribe here
 * @param inSync whether it has all data of the master, so that another pod may be stopped
 */
public record PodRole(Role role, boolean readable, boolean inSync) {

  /** In the label it is in lower case. */
  public enum Role {
    NONE,
    MASTER,
    REPLICA,
    /** Another text, which only a person can have written. */
    UNKNOWN
  }

  public static final PodRole NONE = new PodRole(Role.NONE, false, false);

  static PodRole master(boolean readable) {
    return new PodRole(Role.MASTER, readable, true);
  }

  static final PodRole REPLICA = new PodRole(Role.REPLICA, true, true);
}
