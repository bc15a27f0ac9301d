package io.wsfleet.gateway.limits;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each address has. An IPv6 address counts by its first 64 bits, since
 * whoever has one address of such a network has them all.
 */
public final class PerAddress {
  private final int max;
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

  public PerAddress(int max) {
    this.max = max;
  }

  /** One more, or none if there are as many as there may be. */
  public boolean enter(String address) {
    boolean[] entered = new boolean[1];
    counts.compute(
        network(address),
        (network, count) -> {
          int now = count == null ? 0 : count;
          entered[0] = now < max;
          return entered[0] ? Integer.valueOf(now + 1) : count;
        });
    return entered[0];
  }

  /** One less, of those that entered. */
  public void leave(String address) {
    counts.computeIfPresent(network(address), (network, count) -> count == 1 ? null : count - 1);
  }

  /** How many addresses have any. */
  public int size() {
    return counts.size();
  }

  /** The first four groups of an address as text, where {@code ::} stands for groups of zeros. */
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
