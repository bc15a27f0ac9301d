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

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);

  private final Observation seen;
  private final Accepted recorded;

  private Rotation(Observation seen) {
    this.seen = seen;
    this.recorded = seen.recorded();
  }

  public static Plan plan(Observation seen) {
    return new Rotation(seen).plan();
  }

  private Plan plan() {
    if (!seen.wanted().equals(recorded.current()) && !recorded.isFull()) {
      return recording(recorded.next(seen.wanted()), "Another password is asked for.");
    }
    var accept = accept();
    if (!accept.isEmpty()) {
      return acting(accept, "Not every Redis takes every password that is to be taken.");
    }
    var since = recorded.since();
    if (since == null) {
      return silent()
          .map(pod -> waiting("The Redis of " + pod + " does not answer.", LATER))
          .orElseGet(
              () ->
                  recording(
                      recorded.everywhere(seen.now()), "Every Redis takes the current password."));
    }
    var present = present();
    if (!present.isEmpty()) {
      return acting(present, "Replicas come to their master with the current password.");
    }
    return refuse(since);
  }

  private Plan refuse(Instant since) {
    var unknown = unknown();
    if (recorded.former().isEmpty() && unknown.isEmpty()) {
      return waiting("Every Redis takes the current password alone.", null);
    }
    var until = since.plus(seen.patience());
    if (until.isAfter(seen.now())) {
      return waiting(
          "Former passwords are taken until %s.".formatted(until),
          Duration.between(seen.now(), until).plusMillis(1));
    }
    var silent = silent();
    if (silent.isPresent()) {
      return waiting(
          "Former passwords are taken until the Redis of %s answers.".formatted(silent.get()),
          LATER);
    }
    return recorded.former().isEmpty()
        ? acting(unknown, "Nobody comes with a former password any more.")
        : recording(recorded.withoutFormer(), "Nobody comes with a former password any more.");
  }

  private List<Step> accept() {
    var steps = new ArrayList<Step>();
    for (var server : answering().toList()) {
      for (var hash : recorded.hashes()) {
        if (!server.accepts().contains(hash)) {
          steps.add(new Step.Accept(server.pod(), hash));
        }
      }
    }
    return steps;
  }

  private List<Step> present() {
    var hash = Hash.of(recorded.told());
    return answering()
        .filter(s -> !s.presents().equals(hash))
        .map(s -> (Step) new Step.Present(s.pod(), recorded.told()))
        .toList();
  }

  private List<Step> unknown() {
    var known = recorded.hashes().stream().collect(Collectors.toSet());
    return answering()
        .flatMap(
            s ->
                s.accepts().stream()
                    .filter(hash -> !known.contains(hash))
                    .sorted()
                    .map(hash -> (Step) new Step.Refuse(s.pod(), hash)))
        .toList();
  }

  private Stream<Server.Answering> answering() {
    return seen.servers().stream()
        .filter(Server.Answering.class::isInstance)
        .map(Server.Answering.class::cast);
  }

  private Optional<String> silent() {
    return seen.servers().stream()
        .filter(Server.Silent.class::isInstance)
        .map(Server::pod)
        .findFirst();
  }

  private Plan recording(Accepted next, String why) {
    return new Plan(next, List.of(), why, SOON);
  }

  private Plan acting(List<Step> steps, String why) {
    return new Plan(recorded, steps, why, SOON);
  }

  private Plan waiting(String why, @Nullable Duration lookAgain) {
    return new Plan(recorded, List.of(), why, lookAgain);
  }
}
