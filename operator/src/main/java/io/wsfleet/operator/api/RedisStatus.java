package io.wsfleet.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
        @Nullable String from,
    @JsonPropertyDescription("The replication id of what the master has.") @Nullable String history,
    @JsonPropertyDescription("Up to which offset the master had it when it was chosen.")
        @Nullable Long chosenAt,
    @JsonPropertyDescription(
            "What masters before it had, until as many replicas as must have followed this one.")
        List<RedisHistory> formerHistories,
    @JsonPropertyDescription(
            "On how many replicas a message must be before its sender is told that it is taken.")
        Integer acknowledgedBy,
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
        @Nullable String lost,
    @JsonPropertyDescription(
            "When what is acknowledged is on the disk of the master's Deployment; absent where"
                + " there is none, or where it may lack some of it.")
        @Nullable Fsync kept) {

  /** With nothing on a disk. */
  public RedisStatus(
      @Nullable Long term,
      @Nullable RedisPhase phase,
      @Nullable String master,
      @Nullable String runId,
      @Nullable String from,
      @Nullable String history,
      @Nullable Long chosenAt,
      @Nullable List<RedisHistory> formerHistories,
      @Nullable Integer acknowledgedBy,
      @Nullable List<RedisMember> members,
      @Nullable String since,
      @Nullable String failedOverAt,
      @Nullable Integer failovers,
      @Nullable String lost) {
    this(
        term,
        phase,
        master,
        runId,
        from,
        history,
        chosenAt,
        formerHistories,
        acknowledgedBy,
        members,
        since,
        failedOverAt,
        failovers,
        lost,
        null);
  }

  public RedisStatus(
      @Nullable Long term,
      @Nullable RedisPhase phase,
      @Nullable String master,
      @Nullable String runId,
      @Nullable String from,
      @Nullable String history,
      @Nullable Long chosenAt,
      @Nullable List<RedisHistory> formerHistories,
      @Nullable Integer acknowledgedBy,
      @Nullable List<RedisMember> members,
      @Nullable String since,
      @Nullable String failedOverAt,
      @Nullable Integer failovers,
      @Nullable String lost,
      @Nullable Fsync kept) {
    this.term = term == null ? 0 : term;
    this.phase = phase == null ? RedisPhase.Electing : phase;
    this.master = master;
    this.runId = runId;
    this.from = from;
    this.history = history;
    this.chosenAt = chosenAt;
    this.formerHistories = formerHistories == null ? List.of() : List.copyOf(formerHistories);
    this.acknowledgedBy = acknowledgedBy == null ? 0 : acknowledgedBy;
    this.members = members == null ? List.of() : List.copyOf(members);
    this.since = since == null ? Instant.EPOCH.toString() : since;
    this.failedOverAt = failedOverAt;
    this.failovers = failovers == null ? 0 : failovers;
    this.lost = lost;
    this.kept = kept;
  }

  public boolean isMaster(String pod) {
    return pod.equals(master);
  }

  public Optional<RedisMember> member(String pod) {
    return members.stream().filter(m -> m.pod().equals(pod)).findFirst();
  }

  /** With this member, in place of an earlier one in the same pod. */
  public RedisStatus with(RedisMember member) {
    var more = new ArrayList<>(members);
    more.removeIf(m -> m.pod().equals(member.pod()));
    more.add(member);
    return withMembers(more);
  }

  public RedisStatus without(RedisMember member) {
    return withMembers(members.stream().filter(m -> !m.equals(member)).toList());
  }

  public RedisStatus withMembers(List<RedisMember> these) {
    return new RedisDraft(this).members(these).done();
  }

  public RedisStatus withAcknowledgedBy(int replicas) {
    var draft = new RedisDraft(this);
    draft.acknowledgedBy = replicas;
    return draft.done();
  }

  /** What the master has goes by another replication id from now on. */
  public RedisStatus withHistory(String replicationId) {
    var draft = new RedisDraft(this);
    if (history != null) {
      var all = new ArrayList<>(formerHistories);
      all.add(new RedisHistory(history, chosenAt == null ? Long.MAX_VALUE : chosenAt));
      draft.formerHistories = all;
    }
    draft.history = replicationId;
    draft.chosenAt = null;
    return draft.done();
  }

  public RedisStatus withoutFormerHistories() {
    var draft = new RedisDraft(this);
    draft.formerHistories = List.of();
    return draft.done();
  }

  /** The next term, in which nobody is master yet. What is known of the last one stays. */
  public RedisStatus electing(Instant now, int failuresInARow) {
    var draft = new RedisDraft(this).begin(RedisPhase.Electing, now);
    draft.term++;
    draft.from = null;
    draft.failedOverAt = failuresInARow == 0 ? failedOverAt : now.toString();
    draft.failovers = failuresInARow;
    return draft.done();
  }

  /**
   * @param offset up to where it has the history
   */
  public RedisStatus promoting(
      RedisMember chosen, long offset, List<RedisMember> holders, Instant now) {
    var draft =
        new RedisDraft(this).begin(RedisPhase.Promoting, now).master(chosen).members(holders);
    draft.from = null;
    draft.chosenAt = offset;
    return draft.done();
  }

  public RedisStatus losing(String what) {
    var draft = new RedisDraft(this);
    draft.lost = what;
    return draft.done();
  }

  public RedisStatus keeping(@Nullable Fsync disk) {
    var draft = new RedisDraft(this);
    draft.kept = disk;
    return draft.done();
  }

  /** The next term, to whose master the present one hands over. */
  public RedisStatus handingOver(RedisMember to, Instant now) {
    var left = new RedisMember(String.valueOf(master), String.valueOf(runId));
    var draft = new RedisDraft(this).begin(RedisPhase.Promoting, now).master(to);
    draft.members(without(to).with(left).members());
    draft.term++;
    draft.from = master;
    draft.chosenAt = null;
    return draft.done();
  }

  /** As before the hand-over that is under way, but for the term; as it is, if none is. */
  public RedisStatus notHandedOver() {
    var former = from == null ? Optional.<RedisMember>empty() : member(from);
    if (former.isEmpty()) {
      return this;
    }
    var next = new RedisMember(String.valueOf(master), String.valueOf(runId));
    var draft = new RedisDraft(this).master(former.get());
    draft.members(without(former.get()).with(next).members());
    draft.from = null;
    return draft.done();
  }

  public RedisStatus serving(Instant now) {
    var draft = new RedisDraft(this).begin(RedisPhase.Serving, now);
    draft.from = null;
    return draft.done();
  }
}
