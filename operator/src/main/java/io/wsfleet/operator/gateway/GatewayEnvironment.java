package io.wsfleet.operator.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.RedisSecret;
import java.util.ArrayList;
import java.util.List;

/** What the operator tells a gateway; ARCHITECTURE.md has the table. */
public final class GatewayEnvironment {

  private static final ObjectMapper JSON = new ObjectMapper();

  private GatewayEnvironment() {}

  public static List<EnvVar> of(WebSocketCluster cluster) {
    var spec = cluster.desired();
    var protocol = spec.protocol();
    var variables = new ArrayList<EnvVar>();
    variables.add(podName("WSFLEET_GATEWAY"));
    variables.add(variable("WSFLEET_PORT", spec.gateway().port()));
    variables.add(variable("WSFLEET_PROTOCOL_PATH", protocol.path()));
    variables.add(
        variable("WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS", protocol.pingIntervalSeconds()));
    variables.add(variable("WSFLEET_PROTOCOL_PING_TIMEOUT_SECONDS", protocol.pingTimeoutSeconds()));
    variables.add(variable("WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES", protocol.maxPayloadBytes()));
    variables.add(variable("WSFLEET_PROTOCOL_LEGACY_CLIENTS", protocol.legacyClients()));
    if (!protocol.corsOrigins().isEmpty()) {
      variables.add(
          variable("WSFLEET_PROTOCOL_CORS_ORIGINS", String.join(",", protocol.corsOrigins())));
    }
    if (!spec.events().isEmpty()) {
      variables.add(variable("WSFLEET_EVENTS", json(spec.events())));
    }
    if (!spec.announcements().isEmpty()) {
      variables.add(variable("WSFLEET_ANNOUNCEMENTS", json(spec.announcements())));
    }
    variables.add(
        variable("WSFLEET_REDIS_MASTER", redis(cluster, RedisResources.masterName(cluster))));
    if (spec.redis().replicas() > 0) {
      variables.add(
          variable("WSFLEET_REDIS_REPLICA", redis(cluster, RedisResources.replicaName(cluster))));
    }
    variables.add(
        variable("WSFLEET_REDIS_PASSWORD_FILE", RedisSecret.FOLDER + "/" + RedisSecret.PASSWORD));
    variables.add(variable("WSFLEET_LOG_FORMAT", "json"));
    return variables;
  }

  private static String redis(WebSocketCluster cluster, String service) {
    return RedisResources.address(cluster, service) + ":" + RedisResources.PORT;
  }

  private static EnvVar variable(String name, Object value) {
    return new EnvVarBuilder().withName(name).withValue(String.valueOf(value)).build();
  }

  private static EnvVar podName(String name) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", "metadata.name")
        .endValueFrom()
        .build();
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What came as JSON can be written as JSON", e);
    }
  }
}
