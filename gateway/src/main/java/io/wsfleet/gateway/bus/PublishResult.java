package io.wsfleet.gateway.bus;

/** What became of a message that came with a {@link ProducerSequence}. */
public sealed interface PublishResult {
  /** It is told to the fleet. */
  record Published() implements PublishResult {}

  /** It had been told before, at whichever member. */
  record Duplicate() implements PublishResult {}

  /** It was not told, since it skips numbers. */
  record OutOfSequence(long next) implements PublishResult {}
}
