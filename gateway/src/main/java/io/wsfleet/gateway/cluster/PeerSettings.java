package io.wsfleet.gateway.cluster;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.SettingValidator;
import io.wsfleet.gateway.net.TlsFolder;
import org.jspecify.annotations.Nullable;

/**
 * How this gateway is one of many: what it passes on to others, and how long that may take.
 *
 * @param self where the others reach this one
 * @param maxForwarded how many requests and websockets may be passed on at a time
 * @param lookupsPerSecond how many unknown tags are looked up
 * @param connectMillis how long it may take to reach another gateway
 * @param upgradeMillis how long it may take to answer an upgrade
 * @param requestMillis how long a request may take in all, the wait of a long poll included
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
