package io.wsfleet.operator.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.wsfleet.contract.GatewayVariable;
import io.wsfleet.contract.Ports;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.spec.LimitsSpec;
import io.wsfleet.operator.api.spec.OffsetMode;
import io.wsfleet.operator.api.spec.ProtocolSpec;
import io.wsfleet.operator.api.spec.WebSocketClusterSpec;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.tls.TlsSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The environment variables of a gateway; ARCHITECTURE.md lists them. */
public final class GatewayEnvironment {

  // A Java program with an ASCII locale cannot read anything else from its environment.
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private GatewayEnvironment() {}

  public static List<EnvVar> of(WebSocketCluster cluster) {
    var spec = cluster.effectiveSpec();
    return Stream.of(
            identity(spec),
            protocol(spec.protocol()),
            limits(spec.limits()),
            bus(cluster),
            tls(cluster),
            rules(spec),
            api(spec))
        .flatMap(List::stream)
        .toList();
  }

  private static List<EnvVar> identity(WebSocketClusterSpec spec) {
    var variables = new ArrayList<EnvVar>();
    variables.add(field(GatewayVariable.GATEWAY, "metadata.name"));
    variables.add(field(GatewayVariable.ADDRESS, "status.podIP"));
    variables.add(variable(GatewayVariable.PORT, spec.gateway().port()));
    variables.add(variable(GatewayVariable.LOG_FORMAT, "json"));
    variables.addAll(optional(GatewayVariable.EVENT_LOOPS, spec.gateway().eventLoops()));
    variables.add(variable(GatewayVariable.COALESCE_MILLIS, spec.gateway().coalesceMillis()));
    return variables;
  }

  private static List<EnvVar> protocol(ProtocolSpec protocol) {
    var variables = new ArrayList<EnvVar>();
    variables.add(variable(GatewayVariable.PROTOCOL_PATH, protocol.path()));
    variables.add(
        variable(GatewayVariable.PROTOCOL_PING_INTERVAL_SECONDS, protocol.pingIntervalSeconds()));
    variables.add(
        variable(GatewayVariable.PROTOCOL_PING_TIMEOUT_SECONDS, protocol.pingTimeoutSeconds()));
    variables.addAll(
        optional(GatewayVariable.PROTOCOL_PING_INTERVAL_MILLIS, protocol.pingIntervalMillis()));
    variables.addAll(
        optional(GatewayVariable.PROTOCOL_PING_TIMEOUT_MILLIS, protocol.pingTimeoutMillis()));
    variables.add(variable(GatewayVariable.PROTOCOL_MAX_PAYLOAD_BYTES, protocol.maxPayloadBytes()));
    variables.add(variable(GatewayVariable.PROTOCOL_LEGACY_CLIENTS, protocol.legacyClients()));
    variables.addAll(list(GatewayVariable.PROTOCOL_CORS_ORIGINS, protocol.corsOrigins()));
    if (protocol.corsCredentials()) {
      variables.add(variable(GatewayVariable.PROTOCOL_CORS_CREDENTIALS, true));
    }
    variables.addAll(list(GatewayVariable.PROTOCOL_TRUSTED_PROXIES, protocol.trustedProxies()));
    variables.addAll(list(GatewayVariable.PROTOCOL_NAMESPACES, protocol.namespaces()));
    variables.addAll(list(GatewayVariable.PROTOCOL_TRANSPORTS, protocol.transports()));
    variables.addAll(optional(GatewayVariable.PROTOCOL_COOKIE, protocol.cookie()));
    variables.add(variable(GatewayVariable.PROTOCOL_HTTP_COMPRESSION, protocol.httpCompression()));
    variables.add(
        variable(GatewayVariable.PROTOCOL_PER_MESSAGE_DEFLATE, protocol.perMessageDeflate()));
    return variables;
  }

  private static List<EnvVar> limits(LimitsSpec limits) {
    return Stream.of(
            optional(GatewayVariable.LIMITS_CONNECTIONS, limits.connections()),
            optional(
                GatewayVariable.LIMITS_CONNECTIONS_PER_ADDRESS, limits.connectionsPerAddress()),
            optional(GatewayVariable.LIMITS_EVENTS_PER_SECOND, limits.eventsPerSecond()),
            optional(GatewayVariable.LIMITS_BYTES_PER_SECOND, limits.bytesPerSecond()),
            optional(GatewayVariable.LIMITS_NAMESPACES, limits.namespaces()),
            optional(GatewayVariable.LIMITS_ROOMS, limits.rooms()),
            optional(GatewayVariable.LIMITS_OUTBOUND_BYTES, limits.outboundBytes()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<EnvVar> bus(WebSocketCluster cluster) {
    var spec = cluster.effectiveSpec();
    var variables = new ArrayList<EnvVar>();
    variables.add(variable(GatewayVariable.BUS, busValue(spec)));
    variables.add(
        variable(GatewayVariable.RECOVERY_WINDOW_SECONDS, spec.recovery().windowSeconds()));
    variables.add(variable(GatewayVariable.RECOVERY_PACKETS, spec.recovery().packets()));
    if (spec.recovery().offsets() != OffsetMode.Detect) {
      variables.add(
          variable(
              GatewayVariable.RECOVERY_OFFSETS,
              spec.recovery().offsets().name().toLowerCase(Locale.ROOT)));
    }
    variables.add(
        variable(
            GatewayVariable.REDIS_MASTER,
            redisAddress(cluster, RedisResources.masterName(cluster))));
    if (spec.redis().replicas() > 0) {
      variables.add(
          variable(
              GatewayVariable.REDIS_REPLICA,
              redisAddress(cluster, RedisResources.replicaName(cluster))));
    }
    variables.add(
        variable(
            GatewayVariable.REDIS_PASSWORD_FILE,
            RedisSecret.MOUNT_PATH + "/" + RedisSecret.PASSWORD));
    return variables;
  }

  private static List<EnvVar> tls(WebSocketCluster cluster) {
    return TlsSecret.isEnabled(cluster)
        ? List.of(
            variable(GatewayVariable.TLS_FOLDER, TlsSecret.MOUNT_PATH),
            variable(GatewayVariable.PEER_PORT, peerPort(cluster.effectiveSpec())))
        : List.of();
  }

  /** The bus, as a gateway reads it. */
  static String busValue(WebSocketClusterSpec spec) {
    return spec.bus().name().toLowerCase(Locale.ROOT);
  }

  /** The port between gateways with TLS: the first one that the spec does not use. */
  static int peerPort(WebSocketClusterSpec spec) {
    int client = spec.gateway().port();
    int api = spec.api().port();
    return IntStream.rangeClosed(Ports.PEERS, Ports.PEERS + 2)
        .filter(port -> port != client && port != api)
        .findFirst()
        .orElseThrow();
  }

  private static List<EnvVar> rules(WebSocketClusterSpec spec) {
    var variables = new ArrayList<EnvVar>();
    if (!spec.events().isEmpty()) {
      variables.add(variable(GatewayVariable.EVENTS, json(spec.events())));
    }
    if (!spec.announcements().isEmpty()) {
      variables.add(variable(GatewayVariable.ANNOUNCEMENTS, json(spec.announcements())));
    }
    variables.add(
        variable(GatewayVariable.HANDLERS_TIMEOUT_SECONDS, spec.handlers().timeoutSeconds()));
    return variables;
  }

  private static List<EnvVar> api(WebSocketClusterSpec spec) {
    var variables = new ArrayList<EnvVar>();
    variables.add(variable(GatewayVariable.API_PORT, spec.api().port()));
    variables.add(
        variable(GatewayVariable.API_TOKEN_FILE, ApiToken.MOUNT_PATH + "/" + ApiToken.KEY));
    variables.add(variable(GatewayVariable.PLAIN_ENABLED, spec.plain().enabled()));
    variables.add(variable(GatewayVariable.PLAIN_PATH, spec.plain().path()));
    variables.addAll(list(GatewayVariable.PLAIN_ROOMS, spec.plain().rooms()));
    return variables;
  }

  private static String redisAddress(WebSocketCluster cluster, String service) {
    return RedisResources.address(cluster, service) + ":" + RedisResources.PORT;
  }

  /** A kubelet replaces $(NAME) by another variable, and two dollar signs by one. */
  private static EnvVar variable(GatewayVariable name, Object value) {
    return new EnvVarBuilder()
        .withName(name.variable())
        .withValue(String.valueOf(value).replace("$", "$$"))
        .build();
  }

  /** Without a value the gateway uses its own default. */
  private static List<EnvVar> optional(GatewayVariable name, @Nullable Object value) {
    return value == null ? List.of() : List.of(variable(name, value));
  }

  private static List<EnvVar> list(GatewayVariable name, List<?> values) {
    return values.isEmpty()
        ? List.of()
        : List.of(
            variable(
                name,
                values.stream()
                    // A gateway reads a backslash as the escape of what follows it.
                    .map(value -> String.valueOf(value).replace("\\", "\\\\"))
                    .collect(Collectors.joining(","))));
  }

  /** The values that only the pod knows. */
  private static EnvVar field(GatewayVariable name, String path) {
    return new EnvVarBuilder()
        .withName(name.variable())
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  /**
   * Without a dollar sign, which is in strings of JSON only: neither a kubelet nor a gateway of a
   * former version then takes text of users for the name of a variable.
   */
  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value).replace("$", "\\u0024");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A value that was read as JSON is valid JSON", e);
    }
  }
}
