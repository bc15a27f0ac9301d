package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.SettingValidator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the HTTP API.
 *
 * @param tokenFile with one bearer token in each line
 * @param maxBody bytes of a body
 * @param maxRequests in progress
 * @param maxConnections open connections
 * @param timeoutMillis for a request to arrive, and for the bus to accept its message
 * @param maxJsonDepth of a body
 */
public record ApiSettings(
    String host,
    int port,
    Path tokenFile,
    int maxBody,
    int maxRequests,
    int maxConnections,
    long timeoutMillis,
    int maxJsonDepth) {
  /**
   * Null without the HTTP API. Throws an {@link IllegalArgumentException} if a setting is invalid.
   */
  public static @Nullable ApiSettings from(GatewayConfig config) {
    GatewayConfig.Api api = config.api();
    if (api.tokenFile().isEmpty()) {
      return null;
    }
    SettingValidator.port(api.port(), "API_PORT");
    return new ApiSettings(
        config.host(),
        api.port(),
        Path.of(api.tokenFile().get()),
        atLeast(1, api.bodyBytes(), "API_BODY_BYTES"),
        atLeast(1, api.requests(), "API_REQUESTS"),
        atLeast(1, api.connections(), "API_CONNECTIONS"),
        1000L * atLeast(1, api.timeoutSeconds(), "API_TIMEOUT_SECONDS"),
        config.limits().jsonDepth());
  }
}
