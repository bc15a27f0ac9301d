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
 * How a password follows another without a connection that breaks:
 *
 * <ol>
 *   <li><b>Recorded</b>: the Secret has another password. It is recorded as the current one, and
 *       the one before as a former one; a Redis that starts from now on takes both.
 *   <li><b>Accepted</b>: every Redis is told to take it as well. As long as one does not answer it
 *       may not take it, so that nobody is told to come with it.
 *   <li><b>Told</b>: once every Redis takes it, that is recorded, with the time. Gateways find it
 *       in their file from now on, and replicas come with it to their master.
 *   <li><b>Refused</b>: a while later, in which the last gateway has got the file, and if every
 *       Redis answers, the former ones are taken off the record, so that a Redis that starts knows
 *       them no more; then no Redis takes them any more. Connections that are there stay.
 * </ol>
 *
 * A password that nobody has recorded goes the same way as a former one. Planning again after the
 * steps were taken gives no steps.
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
          recorded.withCurrent(observation.desiredPassword()), "Another password is asked for.");
    }
    var toAdd = addSteps();
    if (!toAdd.isEmpty()) {
      return stepPlan(toAdd, "Not every Redis takes every password that is to be taken.");
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
                      "Every Redis takes the current password."));
    }
    var masterAuth = masterAuthSteps();
    if (!masterAuth.isEmpty()) {
      return stepPlan(masterAuth, "Replicas come to their master with the current password.");
    }
    return removeFormer(since);
  }

  private RotationPlan removeFormer(Instant since) {
    var toRemove = removeSteps();
    if (recorded.former().isEmpty() && toRemove.isEmpty()) {
      return waitPlan("Every Redis takes the current password alone.", null);
    }
    var until = since.plus(observation.formerPasswordTtl());
    if (until.isAfter(observation.now())) {
      return waitPlan(
          "Former passwords are taken until %s.".formatted(until),
          Duration.between(observation.now(), until).plusMillis(1));
    }
    var unreachable = firstUnreachable();
    if (unreachable.isPresent()) {
      return waitPlan(
          "Former passwords are taken until the Redis of %s answers.".formatted(unreachable.get()),
          UNREACHABLE_RECHECK_DELAY);
    }
    return recorded.former().isEmpty()
        ? stepPlan(toRemove, "Nobody comes with a former password any more.")
        : recordPlan(recorded.withoutFormer(), "Nobody comes with a former password any more.");
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
