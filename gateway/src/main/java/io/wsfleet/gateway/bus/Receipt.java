package io.wsfleet.gateway.bus;

/** What became of a message that came with a {@link Turn}. */
public sealed interface Receipt {
  /** It is told to the fleet. */
  record Taken() implements Receipt {}

  /** It had been told before, at whichever member. */
  record Known() implements Receipt {}

  /** It was not told, since it skips numbers. */
  record OutOfTurn(long next) implements Receipt {}
}
