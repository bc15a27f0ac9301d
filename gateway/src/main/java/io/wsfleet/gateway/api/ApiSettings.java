package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.SettingValidator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP API is told.
 *
 * @param tokenFile a file with bearer tokens, one a line
 * @param maxBody how many bytes a body may have
 * @param maxRequests how many requests may be at work at a time
 * @param maxConnections how many network connections there may be at a time
 * @param timeoutMillis how long a request may take to arrive, and the bus to take what it wants
 * @param maxJsonDepth how deep a body may be nested
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
