package io.wsfleet.local.network;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the pod for a connection. With ClientIP affinity a client address gets the same pod until
 * it was away for longer than the timeout; each new connection renews it, as kube-proxy does.
 * Without affinity the pods take turns.
 */
final class ServiceLoadBalancer {
  private static final int MAX_AFFINITY_ENTRIES = 10_000;

  private final Map<String, AffinityEntry> affinityEntries = new LinkedHashMap<>();
  private List<Endpoint> addresses = List.of();
  private @Nullable Duration affinityTimeout;
  private int nextIndex;

  /** The address of a pod. */
  record Endpoint(String host, int port) {}

  private record AffinityEntry(Endpoint address, Instant at) {}

  synchronized void update(List<Endpoint> addresses, @Nullable Duration affinity) {
    this.addresses = List.copyOf(addresses);
    this.affinityTimeout = affinity;
  }

  synchronized Optional<Endpoint> choose(String client, Instant now) {
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    if (affinityTimeout == null) {
      return Optional.of(next());
    }
    AffinityEntry before = affinityEntries.remove(client);
    boolean stays =
        before != null
            && !before.at.plus(affinityTimeout).isBefore(now)
            && addresses.contains(before.address);
    Endpoint endpoint = before != null && stays ? before.address : next();
    affinityEntries.put(client, new AffinityEntry(endpoint, now));
    if (affinityEntries.size() > MAX_AFFINITY_ENTRIES) {
      affinityEntries.remove(affinityEntries.keySet().iterator().next());
    }
    return Optional.of(endpoint);
  }

  private Endpoint next() {
    nextIndex = (nextIndex + 1) % addresses.size();
    return addresses.get(nextIndex);
  }
}
