package io.wsfleet.gateway.bus.redis;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.net.CaBundle;
import io.wsfleet.gateway.net.TlsFolder;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The addresses, timeouts and limits of the connections to Redis.
 *
 * @param gateway the name of this gateway
 * @param fixedNamespaces namespaces that are always subscribed
 * @param maxNamespaces how many other namespaces may be subscribed at a time
 * @param lingerMillis how long such a namespace stays subscribed after its last client has left
 * @param password read for each connection, since it may have changed; empty for none
 * @param pingMillis how often a connection is pinged
 * @param timeoutMillis how long a connection may be silent
 * @param connectMillis how long it may take to connect
 * @param responseTimeoutMillis how long other servers may take to respond to a request
 * @param maxPendingRequests how many such requests may be pending at a time
 * @param maxQueuedBytes how many bytes may wait to be published while the master is unavailable
 * @param heartbeatMillis how often this gateway publishes a heartbeat; 0 for never
 * @param maxInFlight how many commands may be in flight at a time
 * @param maxJsonDepth how deep the JSON of other servers may be nested
 * @param caBundle the authorities that Redis is verified with; null for plain text
 * @param connectionLog the log of all connections that are made with these settings
 */
public record RedisSettings(
    String gateway,
    Set<String> fixedNamespaces,
    int maxNamespaces,
    long lingerMillis,
    MasterAddress master,
    HostPort replica,
    Supplier<String> password,
    int pingMillis,
    int timeoutMillis,
    int connectMillis,
    int responseTimeoutMillis,
    int maxPendingRequests,
    long maxQueuedBytes,
    long heartbeatMillis,
    int maxInFlight,
    int maxJsonDepth,
    @Nullable CaBundle caBundle,
    ConnectionLog connectionLog) {
  private static final long LINGER_MILLIS = 5000;
  private static final int MAX_IN_FLIGHT = 1000;

  /**
   * Null without Redis. Throws an {@link IllegalArgumentException} if a setting is invalid.
   *
   * @param tls null for plain text
   */
  public static @Nullable RedisSettings from(
      GatewayConfig config, String gateway, @Nullable TlsFolder tls) {
    GatewayConfig.Redis redis = config.redis();
    if (redis.master().isEmpty()) {
      return null;
    }
    MasterAddress master = new MasterAddress(address("REDIS_MASTER", redis.master().get()));
    return new RedisSettings(
        gateway,
        fixedNamespaces(config.protocol()),
        atLeast(0, redis.namespaces(), "REDIS_NAMESPACES"),
        LINGER_MILLIS,
        master,
        redis.replica().map(text -> address("REDIS_REPLICA", text)).orElse(master.service()),
        password(redis.passwordFile().orElse("")),
        atLeast(10, redis.pingMillis(), "REDIS_PING_MILLIS"),
        atLeast(10, redis.timeoutMillis(), "REDIS_TIMEOUT_MILLIS"),
        atLeast(10, redis.connectMillis(), "REDIS_CONNECT_MILLIS"),
        atLeast(10, redis.answerMillis(), "REDIS_ANSWER_MILLIS"),
        atLeast(1, config.limits().questions(), "LIMITS_QUESTIONS"),
        atLeast(1, config.limits().publishBytes(), "LIMITS_PUBLISH_BYTES"),
        1000L * atLeast(1, config.busHeartbeatSeconds(), "BUS_HEARTBEAT_SECONDS"),
        MAX_IN_FLIGHT,
        config.limits().jsonDepth(),
        tls == null ? null : new CaBundle(tls),
        new ConnectionLog());
  }

  private static Set<String> fixedNamespaces(GatewayConfig.Protocol protocol) {
    Set<String> fixed = new HashSet<>(NamespaceMatcher.from(protocol).fixed());
    fixed.add(NamespaceMatcher.MAIN);
    return fixed;
  }

  private static HostPort address(String variable, String text) {
    try {
      return HostPort.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("WSFLEET_" + variable + ": " + e.getMessage(), e);
    }
  }

  private static Supplier<String> password(String file) {
    if (file.isEmpty()) {
      return () -> "";
    }
    return () -> {
      try {
        return Files.readString(Path.of(file)).strip();
      } catch (IOException e) {
        throw new UncheckedIOException("WSFLEET_REDIS_PASSWORD_FILE cannot be read: " + file, e);
      }
    };
  }

  Backoff backoff() {
    // A failover takes some tenths of a second; a longer delay would only prolong the outage. With
    // TLS an attempt costs several times as much, and all gateways connect at the same time. The
    // announcement of a new master ends the delay.
    return new Backoff(50, caBundle == null ? 250 : 1000);
  }

  /** What {@code CLIENT LIST} shows; Redis allows no spaces in it. */
  String clientName(String role) {
    return ("wsfleet-" + role + "-" + gateway).replaceAll("[^!-~]", "_");
  }
}
