package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonAlias;
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

/**
 * The Redis between the gateways.
 *
 * <p>{@code acknowledgedBy} is the former name of {@code minInSyncReplicas}. It stays in the schema
 * for one version: the API server refuses it with a sentence that names the new one, and a resource
 * that was stored with it keeps its number.
 */
@ValidationRule(
    value =
        "!has(self.minInSyncReplicas)"
            + " || self.minInSyncReplicas <= (has(self.replicas) ? self.replicas : 2)",
    message = "redis.minInSyncReplicas must not be greater than redis.replicas")
@ValidationRule(
    value = "!has(self." + RedisSpec.FORMER_MIN_IN_SYNC_REPLICAS + ")",
    message = "redis.acknowledgedBy has a new name: use redis.minInSyncReplicas")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisSpec(
    @JsonPropertyDescription(
            "The number of replicas of the master. Gateways publish to the master and subscribe to"
                + " the replicas; with 0 they subscribe to the master. With 2 or more, one may be lost"
                + " or replaced while senders still get their acknowledgements.")
        @Default("2")
        @Min(0)
        @Max(20)
        Integer replicas,
    @JsonPropertyDescription(
            "On how many replicas a message must be before it is acknowledged to its sender. With"
                + " n, the master and n - 1 replicas may fail at the same time. If more fail at the"
                + " same time, acknowledged messages may be lost; the status says so. Default: 2"
                + " with three or more replicas, 1 with one or two, 0 with none.")
        @JsonAlias(RedisSpec.FORMER_MIN_IN_SYNC_REPLICAS)
        @Min(0)
        @Max(20)
        @Nullable Integer minInSyncReplicas,
    @JsonPropertyDescription(
            "The image of Redis. Default: the image of the operator setting WSFLEET_REDIS_IMAGE.")
        @Size(min = 1, max = 500)
        @Nullable String image,
    @JsonPropertyDescription("The resources of each Redis: requests and limits.")
        @Default(
            "{\"requests\":{\"cpu\":\"50m\",\"memory\":\"64Mi\"},"
                + "\"limits\":{\"cpu\":\"1\",\"memory\":\"256Mi\"}}")
        ResourceRequirements resources,
    @JsonPropertyDescription(
            "Storage on disk. By default nothing is stored on disk, and data survives as long as"
                + " one Redis pod with all of it.")
        @Nullable PersistenceSpec persistence) {

  /** The name of {@code minInSyncReplicas} before 0.1.0. */
  public static final String FORMER_MIN_IN_SYNC_REPLICAS = "acknowledgedBy";

  static final RedisSpec DEFAULT = new RedisSpec(null, null, null, null, null);

  public RedisSpec(
      @Nullable Integer replicas,
      @Nullable Integer minInSyncReplicas,
      @Nullable String image,
      @Nullable ResourceRequirements resources,
      @Nullable PersistenceSpec persistence) {
    this.replicas = replicas == null ? 2 : replicas;
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

  public RedisSpec withReplicas(int number) {
    return new RedisSpec(number, minInSyncReplicas, image, resources, persistence);
  }

  /** When Redis writes to disk; null without a disk. */
  public @Nullable Fsync fsync() {
    return persistence == null ? null : persistence.fsync();
  }

  /** The number in effect: the default if the field is absent, and never more than replicas. */
  public int effectiveMinInSyncReplicas() {
    int defaultReplicas = replicas >= 3 ? 2 : 1;
    return Math.min(replicas, minInSyncReplicas == null ? defaultReplicas : minInSyncReplicas);
  }
}
