package io.wsfleet.operator.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * Gives the right to upgrade to one fleet at a time, until that fleet is upgraded and ready. A
 * fleet whose upgrade fails keeps it, so that the others stay as they are. Thread-safe.
 */
public final class UpgradeTurn {

  private @Nullable String holder;

  /** Whether this fleet has the right now. */
  synchronized boolean tryTake(String fleet) {
    if (holder == null) {
      holder = fleet;
    }
    return holder.equals(fleet);
  }

  /** For a fleet that is upgraded, paused or deleted. */
  public synchronized void release(String fleet) {
    if (fleet.equals(holder)) {
      holder = null;
    }
  }

  synchronized boolean isHeldBy(String fleet) {
    return fleet.equals(holder);
  }
}
