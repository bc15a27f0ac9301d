package io.wsfleet.local.kubelet;

import java.util.HashSet;
import java.util.Set;

/** Allocates an address for each pod; one that was released is not used again soon. */
final class PodIpAllocator {
  private static final int MAX_ADDRESSES = 250;

  private final String prefix;
  private final Set<String> allocated = new HashSet<>();
  private int last;

  PodIpAllocator(String prefix) {
    this.prefix = prefix;
  }

  /** Whether an address is free; without one a pod waits. */
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
