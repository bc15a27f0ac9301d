package io.wsfleet.operator.redis.failover;

import java.util.Optional;

/**
 * A Redis pod as Kubernetes lists it, and what its Redis says.
 *
 * @param address empty as long as it has none
 * @param home whether it is of the master's Deployment, where the role belongs
 * @param leaving whether it is being deleted or evicted
 * @param outdated whether it is to be replaced by a pod of another template
 */
public record Node(
    String pod,
    String address,
    boolean home,
    boolean leaving,
    boolean outdated,
    Standing standing,
    Said said) {

  Optional<Said.Answer> answer() {
    return said instanceof Said.Answer answer ? Optional.of(answer) : Optional.empty();
  }

  boolean isMaster() {
    return answer().filter(Said.Answer::isMaster).isPresent();
  }

  boolean isHeldOff() {
    return answer().filter(Said.Answer::isHeldOff).isPresent();
  }

  boolean follows(Node master) {
    return answer().filter(a -> a.follows(master.address())).isPresent();
  }

  /** Whether the same Redis still runs in it, with what it had. */
  boolean runs(String runId) {
    return answer().filter(a -> a.runId().equals(runId)).isPresent();
  }
}
