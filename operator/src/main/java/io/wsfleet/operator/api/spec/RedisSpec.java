package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import org.jspecify.annotations.Nullable;

/** The Redis that joins the gateways. */
@ValidationRule(
    value =
        "!has(self.acknowledgedBy) || self.acknowledgedBy <= (has(self.replicas) ? self.replicas : 1)",
    message = "redis.acknowledgedBy must not be greater than redis.replicas")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisSpec(
    @JsonPropertyDescription(
            "How many replicas the master has. Gateways publish to the master and subscribe at the"
                + " replicas; with 0 they subscribe at the master.")
        @Default("1")
        @Min(0)
        @Max(20)
        Integer replicas,
    @JsonPropertyDescription(
            "On how many replicas a message must be before its sender is told that it is taken; it"
                + " then survives the loss of the master and of one replica less than that, at the"
                + " same time. More than that at once may lose it, which the status says. Absent, it"
                + " is 2 with three replicas or more, 1 with one or two, and 0 with none.")
        @Min(0)
        @Max(20)
        @Nullable Integer minInSyncReplicas,
    @JsonPropertyDescription("The image of Redis. Absent, it is the one that the operator names.")
        @Size(min = 1, max = 500)
        @Nullable String image,
    @JsonPropertyDescription("What each Redis asks of its node and may use at most.")
        @Default(
            "{\"requests\":{\"cpu\":\"50m\",\"memory\":\"64Mi\"},"
                + "\"limits\":{\"cpu\":\"1\",\"memory\":\"256Mi\"}}")
        ResourceRequirements resources,
    @JsonPropertyDescription(
            "What is kept on a disk. Absent, Redis is in memory alone, and survives as long as one"
                + " of its pods that had everything does.")
        @Nullable PersistenceSpec persistence) {

  static final RedisSpec DEFAULT = new RedisSpec(null, null, null, null, null);

  public RedisSpec(
      @Nullable Integer replicas,
      @Nullable Integer minInSyncReplicas,
      @Nullable String image,
      @Nullable ResourceRequirements resources,
      @Nullable PersistenceSpec persistence) {
    this.replicas = replicas == null ? 1 : replicas;
    this.minInSyncReplicas = minInSyncReplicas;
    this.image = image;
    this.resources =
        resources == null
            ? new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("50m"))
                .addToRequests("memory", new Quantity("64Mi"))
                .addToLimits("cpu", new Quantity("1"))
                .addToLimits("memory", new Quantity("256Mi"))
                .build()
            : resources;
    this.persistence = persistence;
  }

  /** When what Redis has is brought to the disk; null where there is none. */
  public @Nullable Fsync fsync() {
    return persistence == null ? null : persistence.fsync();
  }

  /** What acknowledgedBy is where it is absent; never more than there are replicas. */
  public int effectiveMinInSyncReplicas() {
    int defaultReplicas = replicas >= 3 ? 2 : 1;
    return Math.min(replicas, minInSyncReplicas == null ? defaultReplicas : minInSyncReplicas);
  }
}
