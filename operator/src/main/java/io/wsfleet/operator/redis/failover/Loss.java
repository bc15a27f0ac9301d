package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether the master is lost. Its own silence is not enough: it may be the operator that is cut
 * off. Its replicas are asked too, who hear it at least once a second.
 */
record Loss(Observation seen, RedisStatus recorded, Timing timing) {

  /** From two on it means something: a replica counts whole seconds, and hears one ping in each. */
  private static final long UNHEARD_SECONDS = 2;

  /** Why it is lost, in a sentence. */
  Optional<String> reason() {
    var pod = String.valueOf(recorded.master());
    var node = seen.node(pod).orElse(null);
    if (node == null) {
      return Optional.of("Pod %s is gone.".formatted(pod));
    }
    if (node.said() instanceof Said.Answer answer) {
      return answered(pod, answer);
    }
    if (node.said() instanceof Said.Silent silent) {
      return silent(pod, silent);
    }
    return Optional.of("Pod %s has no Redis any more.".formatted(pod));
  }

  private Optional<String> answered(String pod, Said.Answer answer) {
    if (!answer.runId().equals(recorded.runId())) {
      return Optional.of("The Redis of %s has started anew.".formatted(pod));
    }
    return answer.isMaster()
        ? Optional.empty()
        : Optional.of("The Redis of %s was made a replica.".formatted(pod));
  }

  private Optional<String> silent(String pod, Said.Silent silent) {
    var heardBy = replicas().stream().filter(r -> hears(r, silent)).findFirst();
    if (heardBy.isPresent() || replicas().isEmpty()) {
      return Optional.empty();
    }
    var since = Duration.between(silent.since(), seen.now());
    var borne = silent.refused() ? timing.refusal() : timing.silence();
    return since.compareTo(borne) < 0
        ? Optional.empty()
        : Optional.of(
            "The Redis of %s has %s for %d ms, and no replica hears it."
                .formatted(
                    pod,
                    silent.refused() ? "refused to be connected to" : "not answered",
                    since.toMillis()));
  }

  private List<Said.Replica> replicas() {
    return seen.answering().stream()
        .filter(n -> !recorded.isMaster(n.pod()))
        .flatMap(n -> n.answer().stream())
        .map(Said.Answer::role)
        .filter(Said.Replica.class::isInstance)
        .map(Said.Replica.class::cast)
        .toList();
  }

  /** One whose machine refuses cannot be heard: the connection of a replica has ended with it. */
  private static boolean hears(Said.Replica replica, Said.Silent silent) {
    return replica.linked() && (silent.refused() || replica.silentSeconds() < UNHEARD_SECONDS);
  }
}
