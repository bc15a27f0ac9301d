package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.wsfleet.operator.api.spec.Fsync;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is the master of the fleet's Redis. It is recorded before anything is done about it, so that
 * another operator goes on where one has ended.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisStatus(
    @JsonPropertyDescription(
            "Rises with each master that is chosen; there is at most one master a term.")
        Long term,
    @JsonPropertyDescription("Electing, Promoting or Serving.") RedisPhase phase,
    @JsonPropertyDescription("The pod of the master, or of the last one while there is none.")
        @Nullable String master,
    @JsonPropertyDescription("The run id of the master's Redis.") @Nullable String runId,
    @JsonPropertyDescription("The pod that hands its role over while it still has it.")
        @JsonAlias("from")
        @Nullable String handoverFrom,
    @JsonPropertyDescription("The replication id of what the master has.") @Nullable String history,
    @JsonPropertyDescription("Up to which offset the master had it when it was chosen.")
        @JsonAlias("chosenAt")
        @Nullable Long promotedAtOffset,
    @JsonPropertyDescription(
            "What masters before it had, until as many replicas as must have followed this one.")
        List<FormerReplicationId> formerHistories,
    @JsonPropertyDescription(
            "On how many replicas a message must be before its sender is told that it is taken.")
        @JsonAlias("acknowledgedBy")
        Integer minInSyncReplicas,
    @JsonPropertyDescription("Who may hold what was acknowledged, beside the master.")
        List<RedisMember> members,
    @JsonPropertyDescription("When the phase began.") String since,
    @JsonPropertyDescription("When a master last had to be replaced unasked.")
        @Nullable String failedOverAt,
    @JsonPropertyDescription(
            "How often in a row that was, each time within ten minutes of the time before.")
        Integer failovers,
    @JsonPropertyDescription(
            "When messages that were acknowledged may have been lost last, and why.")
        @JsonAlias("lost")
        @Nullable String dataLoss,
    @JsonPropertyDescription(
            "When what is acknowledged is on the disk of the master's Deployment; absent where"
                + " there is none, or where it may lack some of it.")
        @JsonAlias("kept")
        @Nullable Fsync durability) {

  /** With nothing on a disk. */
  public RedisStatus(
      @Nullable Long term,
      @Nullable RedisPhase phase,
      @Nullable String master,
      @Nullable String runId,
      @Nullable String handoverFrom,
      @Nullable String history,
      @Nullable Long promotedAtOffset,
      @Nullable List<FormerReplicationId> formerHistories,
      @Nullable Integer minInSyncReplicas,
      @Nullable List<RedisMember> members,
      @Nullable String since,
      @Nullable String failedOverAt,
      @Nullable Integer failovers,
      @Nullable String dataLoss) {
    this(
        term,
        phase,
        master,
        runId,
        handoverFrom,
        history,
        promotedAtOffset,
        formerHistories,
        minInSyncReplicas,
        members,
        since,
        failedOverAt,
        failovers,
        dataLoss,
        null);
  }

  public RedisStatus(
      @Nullable Long term,
      @Nullable RedisPhase phase,
      @Nullable String master,
      @Nullable String runId,
      @Nullable String handoverFrom,
      @Nullable String history,
      @Nullable Long promotedAtOffset,
      @Nullable List<FormerReplicationId> formerHistories,
      @Nullable Integer minInSyncReplicas,
      @Nullable List<RedisMember> members,
      @Nullable String since,
      @Nullable String failedOverAt,
      @Nullable Integer failovers,
      @Nullable String dataLoss,
      @Nullable Fsync durability) {
    this.term = term == null ? 0 : term;
    this.phase = phase == null ? RedisPhase.Electing : phase;
    this.master = master;
    this.runId = runId;
    this.handoverFrom = handoverFrom;
    this.history = history;
    this.promotedAtOffset = promotedAtOffset;
    this.formerHistories = formerHistories == null ? List.of() : List.copyOf(formerHistories);
    this.minInSyncReplicas = minInSyncReplicas == null ? 0 : minInSyncReplicas;
    this.members = members == null ? List.of() : List.copyOf(members);
    this.since = since == null ? Instant.EPOCH.toString() : since;
    this.failedOverAt = failedOverAt;
    this.failovers = failovers == null ? 0 : failovers;
    this.dataLoss = dataLoss;
    this.durability = durability;
  }

  public boolean isMaster(String pod) {
    return pod.equals(master);
  }

  public Optional<RedisMember> member(String pod) {
    return members.stream().filter(m -> m.pod().equals(pod)).findFirst();
  }

  /** With this member, in place of an earlier one in the same pod. */
  public RedisStatus withMember(RedisMember member) {
    var more = new ArrayList<>(members);
    more.removeIf(m -> m.pod().equals(member.pod()));
    more.add(member);
    return withMembers(more);
  }

  public RedisStatus withoutMember(RedisMember member) {
    return withMembers(members.stream().filter(m -> !m.equals(member)).toList());
  }

  public RedisStatus withMembers(List<RedisMember> these) {
    return new RedisStatusBuilder(this).members(these).build();
  }

  public RedisStatus withMinInSyncReplicas(int replicas) {
    var builder = new RedisStatusBuilder(this);
    builder.minInSyncReplicas = replicas;
    return builder.build();
  }

  /** What the master has goes by another replication id from now on. */
  public RedisStatus withHistory(String replicationId) {
    var builder = new RedisStatusBuilder(this);
    if (history != null) {
      var all = new ArrayList<>(formerHistories);
      all.add(
          new FormerReplicationId(
              history, promotedAtOffset == null ? Long.MAX_VALUE : promotedAtOffset));
      builder.formerHistories = all;
    }
    builder.history = replicationId;
    builder.promotedAtOffset = null;
    return builder.build();
  }

  public RedisStatus withoutFormerHistories() {
    var builder = new RedisStatusBuilder(this);
    builder.formerHistories = List.of();
    return builder.build();
  }

  /** The next term, in which nobody is master yet. What is known of the last one stays. */
  public RedisStatus electing(Instant now, int consecutiveFailures) {
    var builder = new RedisStatusBuilder(this).phase(RedisPhase.Electing, now);
    builder.term++;
    builder.handoverFrom = null;
    builder.failedOverAt = consecutiveFailures == 0 ? failedOverAt : now.toString();
    builder.failovers = consecutiveFailures;
    return builder.build();
  }

  /**
   * @param offset up to where it has the history
   */
  public RedisStatus promoting(
      RedisMember chosen, long offset, List<RedisMember> holders, Instant now) {
    var builder =
        new RedisStatusBuilder(this)
            .phase(RedisPhase.Promoting, now)
            .master(chosen)
            .members(holders);
    builder.handoverFrom = null;
    builder.promotedAtOffset = offset;
    return builder.build();
  }

  public RedisStatus withDataLoss(String what) {
    var builder = new RedisStatusBuilder(this);
    builder.dataLoss = what;
    return builder.build();
  }

  public RedisStatus withDurability(@Nullable Fsync disk) {
    var builder = new RedisStatusBuilder(this);
    builder.durability = disk;
    return builder.build();
  }

  /** The next term, to whose master the present one hands over. */
  public RedisStatus handingOver(RedisMember to, Instant now) {
    var left = new RedisMember(String.valueOf(master), String.valueOf(runId));
    var builder = new RedisStatusBuilder(this).phase(RedisPhase.Promoting, now).master(to);
    builder.members(withoutMember(to).withMember(left).members());
    builder.term++;
    builder.handoverFrom = master;
    builder.promotedAtOffset = null;
    return builder.build();
  }

  /** As before the hand-over that is under way, but for the term; as it is, if none is. */
  public RedisStatus withoutHandover() {
    var former = handoverFrom == null ? Optional.<RedisMember>empty() : member(handoverFrom);
    if (former.isEmpty()) {
      return this;
    }
    var next = new RedisMember(String.valueOf(master), String.valueOf(runId));
    var builder = new RedisStatusBuilder(this).master(former.get());
    builder.members(withoutMember(former.get()).withMember(next).members());
    builder.handoverFrom = null;
    return builder.build();
  }

  public RedisStatus serving(Instant now) {
    var builder = new RedisStatusBuilder(this).phase(RedisPhase.Serving, now);
    builder.handoverFrom = null;
    return builder.build();
  }
}
