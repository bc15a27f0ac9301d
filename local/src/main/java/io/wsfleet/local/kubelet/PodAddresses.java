package io.wsfleet.local.kubelet;

import java.util.HashSet;
import java.util.Set;

/** Gives each pod an address of its own; one that was given back is not used again soon. */
final class PodAddresses {
  private static final int MOST = 250;

  private final String prefix;
  private final Set<String> taken = new HashSet<>();
  private int last;

  PodAddresses(String prefix) {
    this.prefix = prefix;
  }

  /** Whether there is any left; a pod without one waits. */
  boolean any() {
    return taken.size() < MOST;
  }

  String take() {
    String address;
    do {
      last = last % MOST + 1;
      address = prefix + last;
    } while (!taken.add(address));
    return address;
  }

  void giveBack(String address) {
    taken.remove(address);
  }
}
