package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message of this gateway that is not acknowledged yet. Guarded by its {@link PublishOutbox}. */
final class PendingPublish {
  // The memory of a pending message besides its body: the objects that hold it.
  private static final int OVERHEAD = 256;
  private static final byte[] EMPTY = {};

  final BusMessage message;
  final CompletableFuture<Void> published = new CompletableFuture<>();
  final long deadline;

  /** The number that an HTTP client has given to it; null for all other messages. */
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

  /** Empty if it was withdrawn after it had been given a number. */
  byte[] body() {
    return body;
  }

  /** Its number among the messages of this gateway; 0 until it is sent for the first time. */
  long number() {
    return number;
  }

  /** Whether it was delivered to the sockets of this gateway without the stream. */
  boolean isDeliveredLocally() {
    return deliveredLocally;
  }

  boolean isHeartbeat() {
    return message instanceof BusMessage.Heartbeat;
  }

  /** How many of them are for clients, which heartbeats are not. */
  static long countClients(List<PendingPublish> messages) {
    return messages.stream().filter(each -> !each.isHeartbeat()).count();
  }

  boolean isWithdrawn() {
    return body == EMPTY;
  }

  int cost() {
    return body.length + OVERHEAD;
  }

  /** What the stream replied to its sequence number. */
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
