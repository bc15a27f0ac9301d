package io.wsfleet.gateway.bus;

import java.util.concurrent.CompletionStage;

/**
 * The way to the other members of the fleet. What is published reaches each of them once, in the
 * order in which it was published here, and never comes back; while the way is broken it may be
 * lost, which is counted.
 */
public interface Bus {
  /** Starts to listen; the listener is told one message after another. */
  void start(Neighbour neighbour);

  void publish(BusMessage message);

  /**
   * Claims a name for this member alone, for so many milliseconds. False if another has it; fails
   * if nobody can tell now.
   */
  CompletionStage<Boolean> claim(String name, long millis);

  BusState state();

  BusCounters counters();

  /** How many messages wait to be published. */
  int waiting();

  void close();
}
