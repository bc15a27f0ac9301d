package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of the fleet. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebSocketClusterStatus(
    @JsonPropertyDescription("The generation of the resource that this status describes.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("How many gateway pods there are, ready or not, of every revision.")
        @StatusReplicas
        @Nullable Integer replicas,
    @JsonPropertyDescription("Selects the gateway pods, for autoscalers.") @LabelSelector
        @Nullable String selector,
    @JsonPropertyDescription("Gateways that are ready, and how many are asked for: 3/3.")
        @Nullable String gateways,
    @JsonPropertyDescription("Redis pods that are ready, master included, of those asked for.")
        @Nullable String redisPods,
    @JsonPropertyDescription("Connections that the gateways hold together.")
        @Nullable Integer connections,
    @JsonPropertyDescription("Where clients connect to.") @Nullable String url,
    @JsonPropertyDescription("The revision of the gateways that the spec asks for.")
        @Nullable String revision,
    @JsonPropertyDescription("Who is Redis' master, and what is recorded of it.")
        @Nullable RedisStatus redis,
    @JsonPropertyDescription("Ready, Progressing, Degraded and BusReady.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions) {

  public WebSocketClusterStatus(
      @Nullable Long observedGeneration,
      @Nullable Integer replicas,
      @Nullable String selector,
      @Nullable String gateways,
      @Nullable String redisPods,
      @Nullable Integer connections,
      @Nullable String url,
      @Nullable String revision,
      @Nullable RedisStatus redis,
      @Nullable List<Condition> conditions) {
    this.observedGeneration = observedGeneration;
    this.replicas = replicas;
    this.selector = selector;
    this.gateways = gateways;
    this.redisPods = redisPods;
    this.connections = connections;
    this.url = url;
    this.revision = revision;
    this.redis = redis;
    this.conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * Only what is recorded of Redis; it is written by itself, before anything is done about it.
   * Whatever else were in it would overwrite what was last seen of the fleet.
   */
  public static WebSocketClusterStatus ofRedis(@Nullable RedisStatus redis) {
    return new WebSocketClusterStatus(null, null, null, null, null, null, null, null, redis, null);
  }

  /** All but what is recorded of Redis. */
  public WebSocketClusterStatus withoutRedis() {
    return new WebSocketClusterStatus(
        observedGeneration,
        replicas,
        selector,
        gateways,
        redisPods,
        connections,
        url,
        revision,
        null,
        conditions);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }
}
