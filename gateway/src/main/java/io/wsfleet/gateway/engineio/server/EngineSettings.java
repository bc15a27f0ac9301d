package io.wsfleet.gateway.engineio.server;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.engineio.protocol.HeartbeatSettings;
import io.wsfleet.gateway.engineio.protocol.OpenPacket;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Settings of Engine.IO sessions.
 *
 * @param maxPayload maximum size of a message in bytes
 * @param transports the enabled transports, by name
 * @param legacyClients whether clients of Engine.IO 3 may connect
 * @param maxConnections maximum number of connections
 * @param outboundBytes maximum size of what is queued for one client
 */
public record EngineSettings(
    HeartbeatSettings heartbeat,
    int maxPayload,
    List<String> transports,
    boolean legacyClients,
    int maxConnections,
    long outboundBytes,
    Timeouts timeouts) {
  private static final int MIN_PING_MILLIS = 100;

  /**
   * Timeouts of a client in milliseconds.
   *
   * @param upgradeMillis to complete the upgrade to a WebSocket
   * @param connectMillis to connect to a first namespace
   * @param messageMillis to complete a message that comes in several parts
   * @param idleMillis to have nothing unanswered when the gateway shuts down
   */
  public record Timeouts(
      long upgradeMillis, long connectMillis, long messageMillis, long idleMillis) {}

  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static EngineSettings from(GatewayConfig config) {
    GatewayConfig.Protocol protocol = config.protocol();
    GatewayConfig.Limits limits = config.limits();
    return new EngineSettings(
        new HeartbeatSettings(
            millis(
                protocol.pingIntervalMillis(),
                protocol.pingIntervalSeconds(),
                "PROTOCOL_PING_INTERVAL"),
            millis(
                protocol.pingTimeoutMillis(),
                protocol.pingTimeoutSeconds(),
                "PROTOCOL_PING_TIMEOUT")),
        atLeast(1, protocol.maxPayloadBytes(), "PROTOCOL_MAX_PAYLOAD_BYTES"),
        transports(protocol.transports()),
        protocol.legacyClients(),
        atLeast(1, limits.connections(), "LIMITS_CONNECTIONS"),
        atLeast(1, limits.outboundBytes(), "LIMITS_OUTBOUND_BYTES"),
        new Timeouts(
            1000L * atLeast(1, protocol.upgradeSeconds(), "PROTOCOL_UPGRADE_SECONDS"),
            1000L * atLeast(1, limits.connectSeconds(), "LIMITS_CONNECT_SECONDS"),
            1000L * atLeast(1, limits.messageSeconds(), "LIMITS_MESSAGE_SECONDS"),
            atLeast(0, config.shutdownIdleMillis(), "SHUTDOWN_IDLE_MILLIS")));
  }

  /** The open packet of a session on this transport. */
  OpenPacket openPacket(String sid, String transport) {
    return new OpenPacket(sid, upgradesFrom(transport), heartbeat, maxPayload);
  }

  /** The milliseconds if they are set, else the seconds. */
  private static long millis(OptionalInt millis, int seconds, String name) {
    return millis.isPresent()
        ? atLeast(MIN_PING_MILLIS, millis.getAsInt(), name + "_MILLIS")
        : 1000L * atLeast(1, seconds, name + "_SECONDS");
  }

  private List<String> upgradesFrom(String transport) {
    boolean mayUpgrade =
        transport.equals(RequestPolicy.POLLING) && transports.contains(RequestPolicy.WEBSOCKET);
    return mayUpgrade ? List.of(RequestPolicy.WEBSOCKET) : List.of();
  }

  private static List<String> transports(List<String> names) {
    if (names.isEmpty()
        || !Set.of(RequestPolicy.POLLING, RequestPolicy.WEBSOCKET).containsAll(names)) {
      throw new IllegalArgumentException(
          "WSFLEET_PROTOCOL_TRANSPORTS is \""
              + String.join(",", names)
              + "\"; it must be polling, websocket or both, separated by a comma");
    }
    return names;
  }
}
