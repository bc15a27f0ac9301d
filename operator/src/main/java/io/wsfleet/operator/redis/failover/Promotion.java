package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the chosen one the master, and the others follow it. */
record Promotion(Observation seen, RedisStatus recorded, Timing timing) {

  /** A hand-over takes milliseconds; one that has not happened by now is not going to. */
  private static final Duration HAND_OVER = Duration.ofSeconds(5);

  /** So long the others may take to show that they follow; then gateways are let in without. */
  private static final Duration PROOF = Duration.ofSeconds(1);

  Plan plan() {
    var chosen = seen.node(recorded.master()).orElse(null);
    if (chosen == null || isLost(chosen)) {
      return electAnew();
    }
    if (chosen.answer().isEmpty()) {
      return new Plan(recorded, List.of(), chosen.pod() + " does not answer.", Timing.SOON);
    }
    return chosen.isMaster() ? complete(chosen) : promote(chosen);
  }

  private boolean isLost(Node chosen) {
    if (chosen.said() instanceof Said.Silent silent) {
      return !silent.since().plus(timing.silence()).isAfter(seen.now());
    }
    return !chosen.runs(String.valueOf(recorded.runId()));
  }

  /** Who was to take over has taken nothing yet, so it is its predecessor that has everything. */
  private Plan electAnew() {
    var next = recorded.notHandedOver().electing(seen.now(), Math.max(1, recorded.failovers()));
    return new Election(seen.recording(next), next, timing).plan();
  }

  private Plan promote(Node chosen) {
    if (recorded.from() == null) {
      var steps = new ArrayList<Step>();
      hide(chosen, steps);
      steps.add(new Step.Promote(chosen));
      return new Plan(recorded, steps, chosen.pod() + " becomes master.", Timing.SOON);
    }
    var from = seen.node(recorded.from()).filter(Node::isMaster);
    if (from.isEmpty()) {
      return electAnew();
    }
    if (Instant.parse(recorded.since()).plus(HAND_OVER).isBefore(seen.now())) {
      return keep(from.get());
    }
    return new Plan(
        recorded,
        List.of(new Step.HandOver(from.get(), chosen)),
        "%s hands over to %s.".formatted(from.get().pod(), chosen.pod()),
        Timing.SOON);
  }

  /** Where the next one does not catch up, the role stays where it is. */
  private Plan keep(Node from) {
    var before = recorded.notHandedOver();
    var answer = from.answer().orElseThrow();
    var chosen = new RedisMember(from.pod(), answer.runId());
    var record = before.promoting(chosen, answer.offset(), before.members(), seen.now());
    return new Promotion(seen.recording(record), record, timing).plan();
  }

  private Plan complete(Node master) {
    var answer = master.answer().orElseThrow();
    if (!answer.history().equals(recorded.history())) {
      var record = recorded.withHistory(answer.history());
      return new Promotion(seen.recording(record), record, timing).complete(master);
    }
    var followers = new Followers(seen, recorded, master);
    var steps = new ArrayList<>(followers.steps());
    if (answer.newest().term() < recorded.term()) {
      steps.add(new Step.Begin(master, recorded.term(), recorded.acknowledgedBy()));
    }
    if (!steps.isEmpty()) {
      return new Plan(
          followers.record(),
          steps,
          "Term %d begins at %s.".formatted(recorded.term(), master.pod()),
          Timing.SOON);
    }
    int wanted = Math.min(recorded.acknowledgedBy(), followers.expected());
    boolean patient = Instant.parse(recorded.since()).plus(PROOF).isAfter(seen.now());
    if (followers.proved().size() < wanted && patient) {
      return new Plan(
          followers.record(),
          List.of(),
          "%d of %d replicas have shown that they follow."
              .formatted(followers.proved().size(), wanted),
          Timing.SOON.dividedBy(5));
    }
    var record = followers.record().serving(seen.now());
    return new Upkeep(seen.recording(record), record, timing).plan();
  }

  /** Whoever reads there now is to read elsewhere, where there is a replica left. */
  private void hide(Node chosen, List<Step> steps) {
    if (!chosen.standing().equals(Standing.OUT)) {
      steps.add(new Step.Show(chosen, Standing.OUT));
    }
  }
}
