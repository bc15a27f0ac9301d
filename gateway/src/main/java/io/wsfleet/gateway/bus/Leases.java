package io.wsfleet.gateway.bus;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Names that one member of the fleet holds for a while, each with a value that all the others can
 * look up. Every stage fails, soon, if nobody can tell now.
 */
public interface Leases {
  void start();

  /**
   * Holds the name for so many milliseconds from now, whether anew or still. False if somebody
   * holds it with another value.
   */
  CompletionStage<Boolean> acquire(String name, String value, long millis);

  /** The value of a name that somebody holds. */
  CompletionStage<Optional<String>> find(String name);

  /** Gives the name back, if it is held with this value. */
  CompletionStage<Boolean> release(String name, String value);

  void close();
}
