package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.wsfleet.operator.api.spec.Fsync;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record of the Redis of a fleet, from which a failover continues. It is written before a step
 * is taken, so that another operator continues where one has ended.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisStatus(
    @JsonPropertyDescription("Rises with each new master; a term has at most one master.")
        Long term,
    @JsonPropertyDescription("Electing, Promoting or Serving.") RedisPhase phase,
    @JsonPropertyDescription("The pod of the master, or of the last one while there is none.")
        @Nullable String master,
    @JsonPropertyDescription("The run id of the Redis of the master.") @Nullable String runId,
    @JsonPropertyDescription("The pod that hands its role over while it is still the master.")
        @JsonAlias("from")
        @Nullable String handoverFrom,
    @JsonPropertyDescription("The replication id of the data of the master.")
        @Nullable String history,
    @JsonPropertyDescription("The replication offset of the master when it was chosen.")
        @JsonAlias("chosenAt")
        @Nullable Long promotedAtOffset,
    @JsonPropertyDescription(
            "The replication ids of former masters, until enough replicas have followed the present"
                + " one.")
        List<FormerReplicationId> formerHistories,
    @JsonPropertyDescription(
            "On how many replicas a message must be before it is acknowledged to its sender.")
        @JsonAlias("acknowledgedBy")
        Integer minInSyncReplicas,
    @JsonPropertyDescription("The Redis that may have acknowledged messages, beside the master.")
        List<RedisMember> members,
    @JsonPropertyDescription("When the phase began.") String since,
    @JsonPropertyDescription("When a master was last lost.") @Nullable String failedOverAt,
    @JsonPropertyDescription(
            "How many masters were lost in a row, each within ten minutes of the one before.")
        Integer failovers,
    @JsonPropertyDescription("When acknowledged messages may have been lost last, and why.")
        @JsonAlias("lost")
        @Nullable String dataLoss,
    @JsonPropertyDescription(
            "How acknowledged messages are written to the disk of the master Deployment; absent"
                + " without a disk, or if the disk may not have all of them.")
        @JsonAlias("kept")
        @Nullable Fsync durability) {

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

  /** The builder of a record; the defaults are those of an empty JSON object. */
  public static Builder builder() {
    return new RedisStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null)
        .toBuilder();
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** A copy of the record in which fields can be replaced. */
  public static final class Builder {
    private long term;
    private RedisPhase phase;
    private @Nullable String master;
    private @Nullable String runId;
    private @Nullable String handoverFrom;
    private @Nullable String history;
    private @Nullable Long promotedAtOffset;
    private List<FormerReplicationId> formerHistories;
    private int minInSyncReplicas;
    private List<RedisMember> members;
    private String since;
    private @Nullable String failedOverAt;
    private int failovers;
    private @Nullable String dataLoss;
    private @Nullable Fsync durability;

    private Builder(RedisStatus status) {
      term = status.term;
      phase = status.phase;
      master = status.master;
      runId = status.runId;
      handoverFrom = status.handoverFrom;
      history = status.history;
      promotedAtOffset = status.promotedAtOffset;
      formerHistories = status.formerHistories;
      minInSyncReplicas = status.minInSyncReplicas;
      members = status.members;
      since = status.since;
      failedOverAt = status.failedOverAt;
      failovers = status.failovers;
      dataLoss = status.dataLoss;
      durability = status.durability;
    }

    public Builder term(long next) {
      term = next;
      return this;
    }

    public Builder phase(RedisPhase next, Instant now) {
      phase = next;
      since = now.toString();
      return this;
    }

    public Builder master(RedisMember next) {
      master = next.pod();
      runId = next.runId();
      return this;
    }

    public Builder handoverFrom(@Nullable String pod) {
      handoverFrom = pod;
      return this;
    }

    public Builder history(@Nullable String replicationId) {
      history = replicationId;
      return this;
    }

    public Builder promotedAtOffset(@Nullable Long offset) {
      promotedAtOffset = offset;
      return this;
    }

    public Builder formerHistories(List<FormerReplicationId> former) {
      formerHistories = former;
      return this;
    }

    public Builder minInSyncReplicas(int replicas) {
      minInSyncReplicas = replicas;
      return this;
    }

    public Builder members(List<RedisMember> next) {
      members = next;
      return this;
    }

    /** When a master was last lost, and how many were lost in a row. */
    public Builder failedOver(@Nullable String at, int inARow) {
      failedOverAt = at;
      failovers = inARow;
      return this;
    }

    public Builder dataLoss(@Nullable String what) {
      dataLoss = what;
      return this;
    }

    public Builder durability(@Nullable Fsync fsync) {
      durability = fsync;
      return this;
    }

    public RedisStatus build() {
      return new RedisStatus(
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
          durability);
    }
  }
}
