package io.wsfleet.gateway.bus.redis.stream;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message of this gateway that is not known to be kept yet. Its {@link Submissions} guard it. */
final class Submission {
  // What a submission costs beside its message: the objects that hold it.
  private static final int OVERHEAD = 256;
  private static final byte[] NOTHING = {};

  final BusMessage message;
  final CompletableFuture<Void> taken = new CompletableFuture<>();
  final long deadline;

  /** Which of its sender's messages it is; null if that is nobody outside of the fleet. */
  final @Nullable ProducerSequence producerSequence;

  private byte[] body;
  private PublishResult publishResult = new PublishResult.Published();
  private long number;
  private boolean told;

  Submission(BusMessage message, byte[] body, long deadline) {
    this(message, body, deadline, null);
  }

  Submission(
      BusMessage message, byte[] body, long deadline, @Nullable ProducerSequence producerSequence) {
    this.message = message;
    this.body = body;
    this.deadline = deadline;
    this.producerSequence = producerSequence;
  }

  /** Empty if it was given up after it had got its number. */
  byte[] body() {
    return body;
  }

  /** Which of this gateway's publications it is; 0 as long as it has never been sent. */
  long number() {
    return number;
  }

  /** Whether the sockets of this gateway have been told already. */
  boolean told() {
    return told;
  }

  boolean isWithdrawn() {
    return body == NOTHING;
  }

  int cost() {
    return body.length + OVERHEAD;
  }

  /** What the stream said to its turn. */
  PublishResult receipt() {
    return publishResult;
  }

  void receipt(PublishResult given) {
    publishResult = given;
  }

  void number(long given) {
    number = given;
  }

  void tell() {
    told = true;
  }

  void withdraw() {
    body = NOTHING;
  }
}
