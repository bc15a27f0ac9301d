package io.wsfleet.gateway.limits;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts connections by address. An IPv6 address is counted by its first 64 bits, since whoever has
 * one address of such a network has all of them.
 */
public final class AddressCounter {
  private final int max;
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

  public AddressCounter(int max) {
    this.max = max;
  }

  /** Whether the maximum for the address is reached. */
  public boolean isFull(String address) {
    return counts.getOrDefault(network(address), 0) >= max;
  }

  public void increment(String address) {
    counts.merge(network(address), 1, Integer::sum);
  }

  /** Removes one that was counted. */
  public void decrement(String address) {
    counts.computeIfPresent(network(address), (network, count) -> count == 1 ? null : count - 1);
  }

  /** The number of addresses with a connection. */
  public int size() {
    return counts.size();
  }

  /** The first four groups of an address; {@code ::} is expanded to zeros. */
  static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    int zeros = address.indexOf("::");
    String head = zeros < 0 ? address : address.substring(0, zeros);
    String[] groups = head.isEmpty() ? new String[0] : head.split(":");
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      network.append(i < groups.length ? groups[i] : "0").append(':');
    }
    return network.append(':').toString();
  }
}
