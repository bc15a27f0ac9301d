package io.wsfleet.gateway.bus.stream;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the stream and of the time that a message may wait for it.
 *
 * @param maxEntries how many entries the stream keeps
 * @param maxBytes how many bytes the entries may have together
 * @param publishTimeoutMillis how long a message may wait until it is acknowledged
 * @param holdBackMillis how long the next batch is held back while replicas do not have the last
 */
public record StreamSettings(
    int maxEntries, long maxBytes, long publishTimeoutMillis, long holdBackMillis) {
  /**
   * Null without the durable bus. Throws an {@link IllegalArgumentException} if a setting is
   * invalid.
   */
  public static @Nullable StreamSettings from(GatewayConfig config) {
    GatewayConfig.Recovery recovery = config.recovery();
    long publishMillis =
        1000L * atLeast(1, config.redis().publishSeconds(), "REDIS_PUBLISH_SECONDS");
    int acknowledgeMillis =
        atLeast(1, config.redis().acknowledgeMillis(), "REDIS_ACKNOWLEDGE_MILLIS");
    return config.bus() == GatewayConfig.Bus.DURABLE
        ? new StreamSettings(recovery.packets(), recovery.bytes(), publishMillis, acknowledgeMillis)
        : null;
  }

  /** How long Redis remembers the last number of a producer. */
  long producerTtlMillis() {
    return Math.max(3_600_000, 10 * publishTimeoutMillis);
  }
}
