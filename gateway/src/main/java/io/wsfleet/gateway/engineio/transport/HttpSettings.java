package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.net.TrustedProxies;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of the HTTP endpoint of Engine.IO.
 *
 * @param path starts and ends with a slash
 * @param cookie name of the cookie with the session id, for load balancers; empty for no cookie
 * @param compression whether long polling responses are compressed
 * @param cors the allowed origins
 * @param trustedProxies who says the address of a client
 * @param requestMillis how long a network connection may wait for its next request
 */
public record HttpSettings(
    String path,
    String cookie,
    boolean compression,
    Cors cors,
    TrustedProxies trustedProxies,
    long requestMillis) {
  private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9._-]*");

  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static HttpSettings from(GatewayConfig config) {
    GatewayConfig.Protocol protocol = config.protocol();
    return new HttpSettings(
        path(protocol.path()),
        cookie(protocol.cookie().orElse("")),
        protocol.httpCompression(),
        Cors.of(protocol.corsOrigins().orElse(List.of()), protocol.corsCredentials()),
        TrustedProxies.of(protocol.trustedProxies().orElse(List.of())),
        1000L * atLeast(1, config.limits().handshakeSeconds(), "LIMITS_HANDSHAKE_SECONDS"));
  }

  private static String path(String path) {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException(
          "WSFLEET_PROTOCOL_PATH is \"" + path + "\"; it must start and end with a slash");
    }
    return path;
  }

  private static String cookie(String name) {
    if (!COOKIE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "WSFLEET_PROTOCOL_COOKIE is \""
              + name
              + "\"; a cookie name may contain only letters, digits, ., - and _");
    }
    return name;
  }
}
