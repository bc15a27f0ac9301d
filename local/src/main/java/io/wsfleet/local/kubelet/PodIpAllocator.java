package io.wsfleet.local.kubelet;

import java.util.HashSet;
import java.util.Set;

/** Gives each pod an address of its own; one that was given back is not used again soon. */
final class PodIpAllocator {
  private static final int MAX_ADDRESSES = 250;

  private final String prefix;
  private final Set<String> allocated = new HashSet<>();
  private int last;

  PodIpAllocator(String prefix) {
    this.prefix = prefix;
  }

  /** Whether there is any left; a pod without one waits. */
  boolean hasFree() {
    return allocated.size() < MAX_ADDRESSES;
  }

  String allocate() {
    String address;
    do {
      last = last % MAX_ADDRESSES + 1;
      address = prefix + last;
    } while (!allocated.add(address));
    return address;
  }

  void release(String address) {
    allocated.remove(address);
  }
}
