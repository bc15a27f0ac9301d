package io.wsfleet.operator.redis.password;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides how Redis changes from one password to the next without a failed connection:
 *
 * <ol>
 *   <li><b>Recorded</b>: the Secret has another password. It is recorded as the current one, and
 *       the one before as a former one; a Redis that starts from now on accepts both.
 *   <li><b>Accepted</b>: the password is added to every running Redis. As long as one does not
 *       answer, nobody may use the password.
 *   <li><b>Active</b>: when every Redis accepts it, that is recorded, with the time. Gateways get
 *       it in their file from now on, and replicas send it to their master.
 *   <li><b>Removed</b>: after the time in which the last gateway gets the file, and if every Redis
 *       answers, the former ones are removed from the record, so that a Redis that starts no longer
 *       accepts them; then they are removed from every Redis. Open connections stay.
 * </ol>
 *
 * A password that is not in the record is removed like a former one. A plan that is made again
 * after its steps has no steps.
 */
public final class Rotation {

  private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);
  private static final Duration UNREACHABLE_RECHECK_DELAY = Duration.ofSeconds(5);

  private final RotationObservation observation;
  private final PasswordSet recorded;

  private Rotation(RotationObservation observation) {
    this.observation = observation;
    this.recorded = observation.recorded();
  }

  public static RotationPlan plan(RotationObservation observation) {
    return new Rotation(observation).plan();
  }

  private RotationPlan plan() {
    if (!observation.desiredPassword().equals(recorded.current()) && !recorded.isFull()) {
      return recordPlan(
          recorded.withCurrent(observation.desiredPassword()), "The Secret has another password.");
    }
    var toAdd = addSteps();
    if (!toAdd.isEmpty()) {
      return stepPlan(toAdd, "Not every Redis accepts every recorded password.");
    }
    var since = recorded.acceptedEverywhereSince();
    if (since == null) {
      return firstUnreachable()
          .map(
              pod ->
                  waitPlan("The Redis of " + pod + " does not answer.", UNREACHABLE_RECHECK_DELAY))
          .orElseGet(
              () ->
                  recordPlan(
                      recorded.acceptedEverywhere(observation.now()),
                      "Every Redis accepts the current password."));
    }
    var masterAuth = masterAuthSteps();
    if (!masterAuth.isEmpty()) {
      return stepPlan(masterAuth, "Replicas send the current password to their master.");
    }
    return removeFormer(since);
  }

  private RotationPlan removeFormer(Instant since) {
    var toRemove = removeSteps();
    if (recorded.former().isEmpty() && toRemove.isEmpty()) {
      return waitPlan("Every Redis accepts only the current password.", null);
    }
    var until = since.plus(observation.formerPasswordTtl());
    if (until.isAfter(observation.now())) {
      return waitPlan(
          "Former passwords are accepted until %s.".formatted(until),
          Duration.between(observation.now(), until).plusMillis(1));
    }
    var unreachable = firstUnreachable();
    if (unreachable.isPresent()) {
      return waitPlan(
          "Former passwords are accepted until the Redis of %s answers."
              .formatted(unreachable.get()),
          UNREACHABLE_RECHECK_DELAY);
    }
    return recorded.former().isEmpty()
        ? stepPlan(toRemove, "No client uses a former password any more.")
        : recordPlan(recorded.withoutFormer(), "No client uses a former password any more.");
  }

  private List<RotationStep> addSteps() {
    var steps = new ArrayList<RotationStep>();
    for (var server : reachable().toList()) {
      for (var hash : recorded.hashes()) {
        if (!server.acceptedHashes().contains(hash)) {
          steps.add(new RotationStep.AddPassword(server.pod(), hash));
        }
      }
    }
    return steps;
  }

  private List<RotationStep> masterAuthSteps() {
    var hash = PasswordHash.of(recorded.active());
    return reachable()
        .filter(s -> !s.masterAuthHash().equals(hash))
        .map(s -> (RotationStep) new RotationStep.SetMasterAuth(s.pod(), recorded.active()))
        .toList();
  }

  private List<RotationStep> removeSteps() {
    var known = recorded.hashes().stream().collect(Collectors.toSet());
    return reachable()
        .flatMap(
            s ->
                s.acceptedHashes().stream()
                    .filter(hash -> !known.contains(hash))
                    .sorted()
                    .map(hash -> (RotationStep) new RotationStep.RemovePassword(s.pod(), hash)))
        .toList();
  }

  private Stream<AclState.Reachable> reachable() {
    return observation.servers().stream()
        .filter(AclState.Reachable.class::isInstance)
        .map(AclState.Reachable.class::cast);
  }

  private Optional<String> firstUnreachable() {
    return observation.servers().stream()
        .filter(AclState.Unreachable.class::isInstance)
        .map(AclState::pod)
        .findFirst();
  }

  private RotationPlan recordPlan(PasswordSet next, String message) {
    return new RotationPlan(next, List.of(), message, RECHECK_DELAY);
  }

  private RotationPlan stepPlan(List<RotationStep> steps, String message) {
    return new RotationPlan(recorded, steps, message, RECHECK_DELAY);
  }

  private RotationPlan waitPlan(String message, @Nullable Duration rescheduleAfter) {
    return new RotationPlan(recorded, List.of(), message, rescheduleAfter);
  }
}
