package io.wsfleet.gateway.bus.redis.stream;

import io.wsfleet.gateway.bus.BusMessage;
import java.util.concurrent.CompletableFuture;

/**
 * A message of this gateway that the stream has not taken yet. Its {@link Submissions} guard it.
 */
final class Submission {
  // What a submission costs beside its message: the objects that hold it.
  private static final int OVERHEAD = 256;
  private static final byte[] NOTHING = {};

  final BusMessage message;
  final CompletableFuture<Void> taken = new CompletableFuture<>();
  final long deadline;
  private byte[] body;
  private long number;
  private boolean told;

  Submission(BusMessage message, byte[] body, long deadline) {
    this.message = message;
    this.body = body;
    this.deadline = deadline;
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
