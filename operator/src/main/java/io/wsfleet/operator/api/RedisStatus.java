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
    @JsonPropertyDescription("The replication id of what the master before it had.")
        @Nullable String formerHistory,
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
        @Nullable String lost) {

  public RedisStatus(
      @Nullable Long term,
      @Nullable RedisPhase phase,
      @Nullable String master,
      @Nullable String runId,
      @Nullable String from,
      @Nullable String history,
      @Nullable String formerHistory,
      @Nullable Integer acknowledgedBy,
      @Nullable List<RedisMember> members,
      @Nullable String since,
      @Nullable String failedOverAt,
      @Nullable Integer failovers,
      @Nullable String lost) {
    this.term = term == null ? 0 : term;
    this.phase = phase == null ? RedisPhase.Electing : phase;
    this.master = master;
    this.runId = runId;
    this.from = from;
    this.history = history;
    this.formerHistory = formerHistory;
    this.acknowledgedBy = acknowledgedBy == null ? 0 : acknowledgedBy;
    this.members = members == null ? List.of() : List.copyOf(members);
    this.since = since == null ? Instant.EPOCH.toString() : since;
    this.failedOverAt = failedOverAt;
    this.failovers = failovers == null ? 0 : failovers;
    this.lost = lost;
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
    return new RedisStatus(
        term,
        phase,
        master,
        runId,
        from,
        history,
        formerHistory,
        acknowledgedBy,
        these,
        since,
        failedOverAt,
        failovers,
        lost);
  }

  public RedisStatus withAcknowledgedBy(int replicas) {
    return new RedisStatus(
        term,
        phase,
        master,
        runId,
        from,
        history,
        formerHistory,
        replicas,
        members,
        since,
        failedOverAt,
        failovers,
        lost);
  }

  /** What the master has goes by another replication id from now on. */
  public RedisStatus withHistory(String replicationId) {
    return new RedisStatus(
        term,
        phase,
        master,
        runId,
        from,
        replicationId,
        history,
        acknowledgedBy,
        members,
        since,
        failedOverAt,
        failovers,
        lost);
  }

  /** The next term, in which nobody is master yet. What is known of the last one stays. */
  public RedisStatus electing(Instant now, int failuresInARow) {
    return new RedisStatus(
        term + 1,
        RedisPhase.Electing,
        master,
        runId,
        null,
        history,
        formerHistory,
        acknowledgedBy,
        members,
        now.toString(),
        failuresInARow == 0 ? failedOverAt : now.toString(),
        failuresInARow,
        lost);
  }

  public RedisStatus promoting(
      String pod, String id, List<RedisMember> others, Instant now, @Nullable String whatIsLost) {
    return new RedisStatus(
        term,
        RedisPhase.Promoting,
        pod,
        id,
        null,
        history,
        formerHistory,
        acknowledgedBy,
        others,
        now.toString(),
        failedOverAt,
        failovers,
        whatIsLost == null ? lost : whatIsLost);
  }

  /** The next term, to whose master the present one hands over. */
  public RedisStatus handingOver(RedisMember to, Instant now) {
    var left = new RedisMember(String.valueOf(master), String.valueOf(runId));
    return new RedisStatus(
        term + 1,
        RedisPhase.Promoting,
        to.pod(),
        to.runId(),
        master,
        history,
        formerHistory,
        acknowledgedBy,
        without(to).with(left).members(),
        now.toString(),
        failedOverAt,
        failovers,
        lost);
  }

  /** As before the hand-over that is under way, but for the term; as it is, if none is. */
  public RedisStatus notHandedOver() {
    var former = from == null ? Optional.<RedisMember>empty() : member(from);
    if (former.isEmpty()) {
      return this;
    }
    var next = new RedisMember(String.valueOf(master), String.valueOf(runId));
    return new RedisStatus(
        term,
        phase,
        former.get().pod(),
        former.get().runId(),
        null,
        history,
        formerHistory,
        acknowledgedBy,
        without(former.get()).with(next).members(),
        since,
        failedOverAt,
        failovers,
        lost);
  }

  public RedisStatus serving(Instant now) {
    return new RedisStatus(
        term,
        RedisPhase.Serving,
        master,
        runId,
        null,
        history,
        null,
        acknowledgedBy,
        members,
        now.toString(),
        failedOverAt,
        failovers,
        lost);
  }
}
