package io.wsfleet.gateway.bus;

/** The result of publishing a message with a {@link ProducerSequence}. */
public sealed interface PublishResult {
  /** It is published. */
  record Published() implements PublishResult {}

  /** It was published before, at whichever gateway. */
  record Duplicate() implements PublishResult {}

  /** It is not published, since it skips numbers. */
  record OutOfSequence(long next) implements PublishResult {}
}
