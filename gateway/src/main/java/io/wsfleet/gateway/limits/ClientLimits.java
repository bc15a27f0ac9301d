package io.wsfleet.gateway.limits;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;

/**
 * Limits of one client or address.
 *
 * @param connectionsPerAddress maximum number of connections of one address
 * @param packetsPerSecond maximum number of packets from one connection in a second
 * @param bytesPerSecond maximum size of these packets
 */
public record ClientLimits(int connectionsPerAddress, int packetsPerSecond, int bytesPerSecond) {
  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static ClientLimits from(GatewayConfig.Limits limits) {
    int perAddress = limits.connectionsPerAddress().orElse(limits.connections());
    return new ClientLimits(
        atLeast(1, perAddress, "LIMITS_CONNECTIONS_PER_ADDRESS"),
        atLeast(1, limits.eventsPerSecond(), "LIMITS_EVENTS_PER_SECOND"),
        atLeast(1, limits.bytesPerSecond(), "LIMITS_BYTES_PER_SECOND"));
  }
}
