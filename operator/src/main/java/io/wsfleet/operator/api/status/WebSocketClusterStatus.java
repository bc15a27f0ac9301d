package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of the fleet that the operator last observed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebSocketClusterStatus(
    @JsonPropertyDescription("The generation of the resource that this status describes.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Gateway pods of every revision, ready or not.") @StatusReplicas
        @Nullable Integer replicas,
    @JsonPropertyDescription("The label selector of the gateway pods, for autoscalers.")
        @LabelSelector
        @Nullable String selector,
    @JsonPropertyDescription("Ready and desired gateways, such as 3/3.") @Nullable String gateways,
    @JsonPropertyDescription("Ready and desired Redis pods, the master included.")
        @Nullable String redisPods,
    @JsonPropertyDescription(
            "Connections of all gateways together. Written when the number has changed by a tenth,"
                + " or after a minute.")
        @Nullable Integer connections,
    @JsonPropertyDescription("When the number of connections was taken.")
        @Nullable String connectionsAt,
    @JsonPropertyDescription("The URL that clients connect to.") @Nullable String url,
    @JsonPropertyDescription("The revision of the gateways that the spec asks for.")
        @Nullable String revision,
    @JsonPropertyDescription("The record of Redis: its master, and what a failover needs.")
        @Nullable RedisStatus redis,
    @JsonPropertyDescription(
            "Ready, Progressing, Degraded and BusReady; and Reconciling and Stalled, which say the"
                + " same to Flux, Helm and others.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions) {

  public WebSocketClusterStatus(
      @Nullable Long observedGeneration,
      @Nullable Integer replicas,
      @Nullable String selector,
      @Nullable String gateways,
      @Nullable String redisPods,
      @Nullable Integer connections,
      @Nullable String connectionsAt,
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
    this.connectionsAt = connectionsAt;
    this.url = url;
    this.revision = revision;
    this.redis = redis;
    this.conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /**
   * A status with only the record of Redis, which has a field manager of its own. Any other field
   * in it would overwrite the observed state.
   */
  public static WebSocketClusterStatus ofRedis(@Nullable RedisStatus redis) {
    return new WebSocketClusterStatus(
        null, null, null, null, null, null, null, null, null, redis, null);
  }

  /** The status without the record of Redis. */
  public WebSocketClusterStatus withoutRedis() {
    return new WebSocketClusterStatus(
        observedGeneration,
        replicas,
        selector,
        gateways,
        redisPods,
        connections,
        connectionsAt,
        url,
        revision,
        null,
        conditions);
  }

  public WebSocketClusterStatus withConditions(List<Condition> others) {
    return new WebSocketClusterStatus(
        observedGeneration,
        replicas,
        selector,
        gateways,
        redisPods,
        connections,
        connectionsAt,
        url,
        revision,
        redis,
        others);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }
}
