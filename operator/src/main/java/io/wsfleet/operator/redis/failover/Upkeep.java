package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a master and those that follow it, as long as it lives. */
record Upkeep(Observation seen, RedisStatus recorded, Timing timing) {

  /** A replica that has lost its master for longer is no place to read at. */
  private static final long UNLINKED_SECONDS = 5;

  Plan plan() {
    var lost = new Loss(seen, recorded, timing).reason();
    if (lost.isPresent()) {
      return elect(lost.get());
    }
    var master = seen.node(recorded.master()).filter(Node::isMaster);
    if (master.isEmpty()) {
      return new Plan(
          recorded, List.of(), recorded.master() + " does not answer at the moment.", Timing.SOON);
    }
    var followers = new Followers(seen, recorded, master.get());
    return successor(master.get(), followers)
        .map(next -> handOver(next))
        .orElseGet(() -> keep(master.get(), followers));
  }

  private Plan elect(String why) {
    var next = recorded.electing(seen.now(), failuresInARow());
    var plan = new Election(seen.recording(next), next, timing).plan();
    return new Plan(plan.record(), plan.steps(), why, plan.lookAgain());
  }

  private int failuresInARow() {
    var last = recorded.failedOverAt();
    boolean inARow = last != null && Instant.parse(last).plus(Timing.ROW).isAfter(seen.now());
    return inARow ? recorded.failovers() + 1 : 1;
  }

  private Plan handOver(Node next) {
    var runId = next.answer().orElseThrow().runId();
    var record = recorded.handingOver(new RedisMember(next.pod(), runId), seen.now());
    return new Promotion(seen.recording(record), record, timing).plan();
  }

  /** Who is to take the role over from a master that lives. */
  private Optional<Node> successor(Node master, Followers followers) {
    var fit =
        followers.proved().stream()
            .filter(n -> !n.leaving() && !n.outdated())
            .max(
                Comparator.comparing(Node::home)
                    .thenComparingLong(followers::acknowledged)
                    .thenComparing(Comparator.comparing(Node::pod).reversed()));
    if (master.leaving()) {
      return fit;
    }
    if (!followers.areAllProved() || seen.nodes().size() <= seen.replicas()) {
      return Optional.empty();
    }
    boolean othersAreUpToDate =
        seen.nodes().stream().allMatch(n -> n.equals(master) || !n.outdated());
    if (master.outdated()) {
      return othersAreUpToDate ? fit : Optional.empty();
    }
    return master.home() || !othersAreUpToDate || untilHeldDown() != null
        ? Optional.empty()
        : fit.filter(Node::home);
  }

  /** How long a master that had to be put in is still left where it is; null if it is not. */
  private @Nullable Duration untilHeldDown() {
    var last = recorded.failedOverAt();
    if (last == null) {
      return null;
    }
    var until = Instant.parse(last).plus(timing.holdDown(recorded.failovers()));
    return until.isAfter(seen.now()) ? Duration.between(seen.now(), until) : null;
  }

  private Plan keep(Node master, Followers followers) {
    var steps = new ArrayList<Step>();
    if (!master.answer().orElseThrow().master().equals(master.address())) {
      steps.add(new Step.Announce(master));
    }
    steps.addAll(followers.steps());
    for (Node node : seen.nodes()) {
      if (node.equals(master)) {
        continue;
      }
      if (!node.leaving()) {
        show(node, standing(node, followers), steps);
      } else if (node.standing().role() == Standing.Role.MASTER) {
        show(node, Standing.OUT, steps);
      }
    }
    boolean nobodyElseIsReadable =
        seen.nodes().stream()
            .noneMatch(n -> !n.equals(master) && standing(n, followers).readable());
    show(master, Standing.master(nobodyElseIsReadable), steps);
    var record = keeping(acknowledge(master, followers, steps), master);
    return new Plan(
        record,
        steps,
        "%s is master.".formatted(master.pod()),
        lookAgain(master, followers, record));
  }

  private static void show(Node node, Standing wanted, List<Step> steps) {
    var isOnItsWay =
        steps.stream().anyMatch(s -> s instanceof Step.Show show && show.node().equals(node));
    if (!node.standing().equals(wanted) && !isOnItsWay) {
      steps.add(new Step.Show(node, wanted));
    }
  }

  /** A moment without its master changes nothing: the gateways read on, and lose nothing by it. */
  private Standing standing(Node node, Followers followers) {
    if (followers.isProved(node)) {
      return Standing.REPLICA;
    }
    boolean isAMoment =
        node.answer()
                .filter(a -> recorded.members().stream().anyMatch(m -> m.runId().equals(a.runId())))
                .filter(a -> a.newest().term() >= recorded.term())
                .filter(
                    a -> a.role() instanceof Said.Replica r && r.silentSeconds() < UNLINKED_SECONDS)
                .isPresent()
            || node.said() instanceof Said.Silent silent
                && silent.since().plus(timing.silence()).isAfter(seen.now());
    return isAMoment ? node.standing() : Standing.OUT;
  }

  /**
   * Gateways are told to wait for more replicas before it is counted on that they do, and it is no
   * longer counted on before they are told to wait for fewer.
   */
  private RedisStatus acknowledge(Node master, Followers followers, List<Step> steps) {
    var record = followers.record();
    int told = master.answer().orElseThrow().acknowledgedBy();
    int wanted = Math.min(seen.acknowledgedBy(), seen.replicas());
    if (wanted > told && followers.proved().size() >= wanted || wanted < told) {
      steps.add(new Step.Acknowledge(master, wanted));
    }
    int countedOn = Math.min(told, wanted);
    boolean isMore = countedOn > record.acknowledgedBy();
    if (countedOn == record.acknowledgedBy() || isMore && followers.proved().size() < countedOn) {
      return record;
    }
    return record.withAcknowledgedBy(countedOn);
  }

  /**
   * Whether the disk has all that is acknowledged: the master's own has, and that of a replica if
   * each of them has to acknowledge.
   */
  private RedisStatus keeping(RedisStatus record, Node master) {
    var holder = seen.nodes().stream().filter(n -> n.home() && !n.outdated()).findFirst();
    boolean hasAll =
        holder
            .filter(
                n ->
                    n.equals(master)
                        || record.member(n.pod()).filter(m -> n.runs(m.runId())).isPresent()
                            && record.acknowledgedBy() >= record.members().size())
            .isPresent();
    var kept = hasAll ? seen.disk() : null;
    return kept == record.kept() ? record : record.keeping(kept);
  }

  private @Nullable Duration lookAgain(Node master, Followers followers, RedisStatus record) {
    boolean isSettled =
        followers.areAllProved()
            && seen.nodes().size() == seen.replicas() + 1
            && record.members().stream().allMatch(m -> m.goneAt() == null)
            && seen.acknowledgedBy() == record.acknowledgedBy();
    if (!isSettled) {
      return Duration.ofSeconds(1);
    }
    return master.home()
        ? null
        : Optional.ofNullable(untilHeldDown()).orElse(Duration.ofSeconds(1));
  }
}
