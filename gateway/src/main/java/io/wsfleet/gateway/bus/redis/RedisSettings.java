package io.wsfleet.gateway.bus.redis;

import io.wsfleet.gateway.net.CaBundle;
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
