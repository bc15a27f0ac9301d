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
 * Where Redis is and how long to wait for it.
 *
 * @param gateway the name of this gateway
 * @param fixedNamespaces those that are heard all the time
 * @param maxNamespaces how many others may be heard at a time
 * @param lingerMillis for how long those are heard on once nobody here is in them
 * @param password read anew for each connection, since it may have been changed; empty for none
 * @param pingMillis how often a connection must show that it lives
 * @param timeoutMillis how long that may take
 * @param connectMillis how long it may take to connect
 * @param maxQueuedBytes how much may wait to be published while the master is away
 * @param responseTimeoutMillis how long the other members may take to answer
 * @param maxPendingRequests how many questions to them may be open at a time
 * @param heartbeatMillis how often this gateway says to the fleet that it lives; 0 for never
 * @param maxInFlight how many commands may be on their way to the master at a time
 * @param caBundle who vouches for Redis; null for plain text
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
    @Nullable CaBundle caBundle) {
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
        tls == null ? null : new CaBundle(tls));
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
    // A take-over lasts some tenths of a second; whoever waits longer than that is late for no use.
    // By TLS an attempt costs several times as much, and all gateways make theirs in that time; who
    // hears of the new master does not wait any longer.
    return new Backoff(50, caBundle == null ? 250 : 1000);
  }

  /** What {@code CLIENT LIST} shows; Redis allows no spaces in it. */
  String clientName(String role) {
    return ("wsfleet-" + role + "-" + gateway).replaceAll("[^!-~]", "_");
  }
}
