package io.wsfleet.gateway.cluster;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.SettingValidator;
import io.wsfleet.gateway.net.TlsFolder;
import org.jspecify.annotations.Nullable;

/**
 * The limits and timeouts of requests that are forwarded to other gateways.
 *
 * @param self the address of this gateway for the others
 * @param maxForwarded how many requests and WebSockets may be forwarded at a time
 * @param lookupsPerSecond how many unknown tags may be looked up
 * @param connectMillis how long it may take to connect to another gateway
 * @param upgradeMillis how long it may take to respond to an upgrade
 * @param requestMillis how long a request may take, including the wait of a long poll
 */
public record PeerSettings(
    Peer self,
    int maxForwarded,
    int lookupsPerSecond,
    int connectMillis,
    long upgradeMillis,
    long requestMillis) {
  private static final int CONNECT_MILLIS = 2000;

  /**
   * Throws an {@link IllegalArgumentException} if a setting is invalid.
   *
   * @param address the IP address of this gateway
   * @param tls null if gateways connect to the port for clients, in plain text
   */
  public static PeerSettings from(GatewayConfig config, String address, @Nullable TlsFolder tls) {
    GatewayConfig.Limits limits = config.limits();
    if (tls != null) {
      SettingValidator.port(config.peerPort(), "PEER_PORT");
    }
    long longestPoll =
        config.protocol().pingIntervalSeconds() + config.protocol().pingTimeoutSeconds();
    return new PeerSettings(
        new Peer(address, tls == null ? config.port() : config.peerPort()),
        atLeast(1, limits.forwarded(), "LIMITS_FORWARDED"),
        atLeast(1, limits.lookupsPerSecond(), "LIMITS_LOOKUPS_PER_SECOND"),
        CONNECT_MILLIS,
        1000L * limits.handshakeSeconds(),
        1000L * (longestPoll + limits.messageSeconds()));
  }
}
