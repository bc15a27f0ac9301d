package io.wsfleet.local.network;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where a connection goes. With affinity a client address comes back to where it was, as
 * long as that is there, until it stayed away for longer than the timeout; each new connection
 * renews it, as kube-proxy does. All others take turns.
 */
final class Backends {
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<String, Choice> chosen = new LinkedHashMap<>();
  private List<Address> addresses = List.of();
  private @Nullable Duration affinity;
  private int turn;

  /** Where a pod answers. */
  record Address(String host, int port) {}

  private record Choice(Address address, Instant at) {}

  synchronized void set(List<Address> addresses, @Nullable Duration affinity) {
    this.addresses = List.copyOf(addresses);
    this.affinity = affinity;
  }

  synchronized Optional<Address> choose(String client, Instant now) {
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    if (affinity == null) {
      return Optional.of(next());
    }
    Choice before = chosen.remove(client);
    boolean stays =
        before != null
            && !before.at.plus(affinity).isBefore(now)
            && addresses.contains(before.address);
    Address address = before != null && stays ? before.address : next();
    chosen.put(client, new Choice(address, now));
    if (chosen.size() > MOST_REMEMBERED) {
      chosen.remove(chosen.keySet().iterator().next());
    }
    return Optional.of(address);
  }

  private Address next() {
    turn = (turn + 1) % addresses.size();
    return addresses.get(turn);
  }
}
