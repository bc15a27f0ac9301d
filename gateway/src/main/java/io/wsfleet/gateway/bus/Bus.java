package io.wsfleet.gateway.bus;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Connects the gateways. A published message is delivered to each gateway once, the publisher
 * included unless the message is for the others, in the order in which it was published here. While
 * the connection is lost, messages may be lost, which is counted.
 */
public interface Bus {
  /** Starts; the listener receives one message after another. */
  void start(BusListener busListener);

  /**
   * Publishes a message to all gateways. The stage completes when the bus has accepted it and
   * enough replicas have it, and fails when the bus gives it up. It may be delivered in either
   * case.
   */
  CompletionStage<Void> publish(BusMessage message);

  /** Whether it supports messages with a {@link ProducerSequence}. */
  default boolean supportsSequences() {
    return false;
  }

  /**
   * Publishes a message of a producer outside of the gateways, if its number is the next one; the
   * result says why it was not published otherwise.
   */
  default CompletionStage<PublishResult> publish(
      BusMessage message, ProducerSequence producerSequence) {
    return CompletableFuture.failedStage(
        new UnsupportedOperationException("this bus does not support producer sequences"));
  }

  /**
   * Runs an action between two deliveries: a socket that reads the history and joins the hub in it
   * misses no message and receives none twice.
   */
  void serialize(Runnable action);

  /**
   * Subscribes to a namespace, as long as clients of this gateway are in it. The stage completes
   * once no message can be missed, or at once while the bus is not connected; it fails with {@link
   * TooManyNamespacesException}.
   */
  CompletionStage<Void> subscribe(String namespace);

  /**
   * The position in the stream up to which everything has been delivered here. Null before the
   * first, and for a bus without a stream. From any thread.
   */
  default @Nullable StreamPosition position() {
    return null;
  }

  /** The saved sessions; null for a bus without a stream. */
  default @Nullable SessionStore sessionStore() {
    return null;
  }

  /** Requests to all gateways and servers. */
  ClusterQueries queries();

  /**
   * Locks a name for this gateway, for this number of milliseconds. False if another gateway has
   * it; fails if the bus is not connected.
   */
  CompletionStage<Boolean> tryLock(String name, long millis);

  BusState state();

  BusCounters counters();

  /** The number of messages that wait to be published. */
  int pendingPublishes();

  /** How many of them are written, but not acknowledged by enough replicas yet. */
  default int unacknowledged() {
    return 0;
  }

  /**
   * The age in milliseconds of each gateway's last heartbeat, this gateway included, by name;
   * without gateways that have been silent for long.
   */
  Map<String, Long> heartbeatAges();

  void close();
}
