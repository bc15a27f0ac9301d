package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.FormerReplicationId;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of the record: Electing → Promoting → Serving, and from Serving to the next
 * term, either by an election or by a hand-over. Each method returns the record after a transition;
 * the decisions when to make one are in {@link Serving}, {@link Election} and {@link Promotion}.
 */
public record Term(RedisStatus status) {

  public static Term of(RedisStatus status) {
    return new Term(status);
  }

  /** The next term, in which nobody is master yet. What is known of the last one stays. */
  public Term electing(Instant now, int consecutiveFailures) {
    var failedOverAt = consecutiveFailures == 0 ? status.failedOverAt() : now.toString();
    return new Term(
        status.toBuilder()
            .term(status.term() + 1)
            .phase(RedisPhase.Electing, now)
            .handoverFrom(null)
            .failedOver(failedOverAt, consecutiveFailures)
            .build());
  }

  /**
   * @param offset up to which offset the chosen one has the history
   */
  public Term promoting(RedisMember chosen, long offset, List<RedisMember> members, Instant now) {
    return new Term(
        status.toBuilder()
            .phase(RedisPhase.Promoting, now)
            .master(chosen)
            .members(members)
            .handoverFrom(null)
            .promotedAtOffset(offset)
            .build());
  }

  public Term serving(Instant now) {
    return new Term(status.toBuilder().phase(RedisPhase.Serving, now).handoverFrom(null).build());
  }

  /** The next term, to whose master the present one hands over. */
  public Term handingOver(RedisMember next, Instant now) {
    return new Term(
        status.toBuilder()
            .term(status.term() + 1)
            .phase(RedisPhase.Promoting, now)
            .master(next)
            .members(withoutMember(next).withMember(master()).status.members())
            .handoverFrom(status.master())
            .promotedAtOffset(null)
            .build());
  }

  /** As before the hand-over, except for the term; unchanged if there is no hand-over. */
  public Term withoutHandover() {
    var from = status.handoverFrom();
    var former = from == null ? Optional.<RedisMember>empty() : status.member(from);
    return former
        .map(
            member ->
                new Term(
                    status.toBuilder()
                        .master(member)
                        .members(withoutMember(member).withMember(master()).status.members())
                        .handoverFrom(null)
                        .build()))
        .orElse(this);
  }

  private RedisMember master() {
    return new RedisMember(String.valueOf(status.master()), String.valueOf(status.runId()));
  }

  /** With this member, in place of an earlier one in the same pod. */
  private Term withMember(RedisMember member) {
    var members = new ArrayList<>(status.members());
    members.removeIf(m -> m.pod().equals(member.pod()));
    members.add(member);
    return withMembers(members);
  }

  private Term withoutMember(RedisMember member) {
    return withMembers(status.members().stream().filter(m -> !m.equals(member)).toList());
  }

  public Term withMembers(List<RedisMember> members) {
    return new Term(status.toBuilder().members(members).build());
  }

  public Term withMinInSyncReplicas(int replicas) {
    return new Term(status.toBuilder().minInSyncReplicas(replicas).build());
  }

  /** The data of the master has another replication id from now on. */
  public Term withHistory(String replicationId) {
    var former = new ArrayList<>(status.formerHistories());
    var history = status.history();
    if (history != null) {
      var until = status.promotedAtOffset();
      former.add(new FormerReplicationId(history, until == null ? Long.MAX_VALUE : until));
    }
    return new Term(
        status.toBuilder()
            .history(replicationId)
            .formerHistories(former)
            .promotedAtOffset(null)
            .build());
  }

  public Term withoutFormerHistories() {
    return new Term(status.toBuilder().formerHistories(List.of()).build());
  }

  public Term withDataLoss(String message) {
    return new Term(status.toBuilder().dataLoss(message).build());
  }

  public Term withDurability(@Nullable Fsync durability) {
    return new Term(status.toBuilder().durability(durability).build());
  }
}
