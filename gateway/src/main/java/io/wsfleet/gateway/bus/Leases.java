package io.wsfleet.gateway.bus;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Leases: names that one gateway holds for a limited time, each with a value that the others can
 * look up. Every stage fails soon if the store is unavailable.
 */
public interface Leases {
  void start();

  /**
   * Acquires or renews a lease for this number of milliseconds. False if it is held with another
   * value.
   */
  CompletionStage<Boolean> acquire(String name, String value, long millis);

  /** The value of a lease, if it is held. */
  CompletionStage<Optional<String>> find(String name);

  /** Releases the lease, if it is held with this value. */
  CompletionStage<Boolean> release(String name, String value);

  void close();
}
