package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import java.util.ArrayList;
import java.util.List;

/** The Redis pods beside a living master: who follows it, who has proved it, who has to be told. */
record Followers(Observation seen, RedisStatus recorded, Node master) {

  private List<Node> others() {
    return seen.nodes().stream().filter(n -> !n.pod().equals(master.pod())).toList();
  }

  /** Those that are to follow; one that is on its way out is left alone, unless it is a master. */
  private List<Node> astray() {
    return others().stream()
        .filter(n -> n.answer().isPresent() && !n.follows(master))
        .filter(n -> !n.leaving() || n.isMaster())
        .toList();
  }

  /**
   * Everybody is told by a step of its own, and recorded before: from then on it may hold what is
   * acknowledged.
   */
  List<Step> steps() {
    var steps = new ArrayList<Step>();
    for (Node node : astray()) {
      if (!node.standing().equals(Standing.OUT)) {
        steps.add(new Step.Show(node, Standing.OUT));
      }
      steps.add(new Step.Follow(node, master));
    }
    return steps;
  }

  /**
   * With all that follow or are about to, and without those whose loss the others have made up for.
   */
  RedisStatus record() {
    var members = new ArrayList<RedisMember>();
    long offset = master.answer().orElseThrow().offset();
    for (RedisMember member : recorded.members()) {
      if (member.goneAt() != null) {
        if (!isMadeUpFor(member.goneAt())) {
          members.add(member);
        }
      } else if (Muster.isGone(member, seen)) {
        members.add(new RedisMember(member.pod(), member.runId(), offset));
      } else {
        members.add(member);
      }
    }
    for (Node node : others()) {
      node.answer()
          .filter(
              a ->
                  members.stream()
                      .noneMatch(m -> m.pod().equals(node.pod()) && m.runId().equals(a.runId())))
          .ifPresent(a -> members.add(new RedisMember(node.pod(), a.runId())));
    }
    var record = members.equals(recorded.members()) ? recorded : recorded.withMembers(members);
    boolean isContinued = proved().size() >= recorded.acknowledgedBy();
    return isContinued && !recorded.formerHistories().isEmpty()
        ? record.withoutFormerHistories()
        : record;
  }

  /** Again as many as must be have what it had. */
  private boolean isMadeUpFor(long offset) {
    return proved().stream().filter(n -> acknowledged(n) >= offset).count()
        >= recorded.acknowledgedBy();
  }

  /** How many can be expected to prove that they follow. */
  int expected() {
    return (int) others().stream().filter(n -> n.answer().isPresent() && !n.leaving()).count();
  }

  List<Node> proved() {
    return others().stream().filter(this::isProved).toList();
  }

  boolean areAllProved() {
    return others().stream().allMatch(this::isProved);
  }

  /**
   * It says that it is linked to the master, the master has its word for something that it got over
   * that link, and it has the beginning of this term. Only the three together prove that it gets
   * all that is written: a link is up before anything comes over it.
   */
  boolean isProved(Node node) {
    return node.answer()
        .filter(a -> a.follows(master.address()))
        .filter(a -> a.role() instanceof Said.Replica replica && replica.linked())
        .filter(a -> a.newest().term() >= recorded.term() && acknowledged(node) > 0)
        .isPresent();
  }

  long acknowledged(Node node) {
    return master.answer().orElseThrow().role() instanceof Said.Master role
        ? role.followers().getOrDefault(node.address(), 0L)
        : 0;
  }
}
