package io.wsfleet.gateway.bus.redis;

import io.wsfleet.gateway.net.CaBundle;
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
