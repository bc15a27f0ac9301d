package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message of this gateway that is not known to be kept yet. Its {@link PublishOutbox} guard it.
 */
final class PendingPublish {
  // What a submission costs beside its message: the objects that hold it.
  private static final int OVERHEAD = 256;
  private static final byte[] EMPTY = {};

  final BusMessage message;
  final CompletableFuture<Void> published = new CompletableFuture<>();
  final long deadline;

  /** Which of its sender's messages it is; null if that is nobody outside of the fleet. */
  final @Nullable ProducerSequence sequence;

  private byte[] body;
  private PublishResult result = new PublishResult.Published();
  private long number;
  private boolean deliveredLocally;

  PendingPublish(BusMessage message, byte[] body, long deadline) {
    this(message, body, deadline, null);
  }

  PendingPublish(
      BusMessage message, byte[] body, long deadline, @Nullable ProducerSequence sequence) {
    this.message = message;
    this.body = body;
    this.deadline = deadline;
    this.sequence = sequence;
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
  boolean isDeliveredLocally() {
    return deliveredLocally;
  }

  boolean isWithdrawn() {
    return body == EMPTY;
  }

  int cost() {
    return body.length + OVERHEAD;
  }

  /** What the stream said to its turn. */
  PublishResult result() {
    return result;
  }

  void result(PublishResult given) {
    result = given;
  }

  void number(long given) {
    number = given;
  }

  void markDeliveredLocally() {
    deliveredLocally = true;
  }

  void withdraw() {
    body = EMPTY;
  }
}
