package io.wsfleet.gateway.bus;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way to all members of the fleet. What is published reaches each of them once, the publisher
 * included but for what is for the others, in the order in which it was published here; while the
 * way is broken it may be lost, which is counted.
 */
public interface Bus {
  /** Starts to listen; the listener is told one message after another. */
  void start(BusListener busListener);

  /**
   * Tells all members. The stage completes when the bus has taken the message and keeps it in as
   * many places as it has to, and fails when it has given it up. The members that this one can hear
   * are told in either case.
   */
  CompletionStage<Void> publish(BusMessage message);

  /** Whether it knows which message is whose turn. */
  default boolean supportsSequences() {
    return false;
  }

  /**
   * The same of a message that is one of a sender's outside of the fleet: it is taken if it is its
   * turn, and the receipt says so, or else why not.
   */
  default CompletionStage<PublishResult> publish(
      BusMessage message, ProducerSequence producerSequence) {
    return CompletableFuture.failedStage(
        new UnsupportedOperationException("this bus does not know whose turn it is"));
  }

  /**
   * Runs something between two messages: whoever looks at the history of the fleet in it and joins
   * the hub in it misses nothing and gets nothing twice.
   */
  void serialize(Runnable action);

  /**
   * Hears what is said in a namespace, from now on and as long as somebody here is in it. The stage
   * completes once nothing of it can be missed, as far as the fleet can be heard at all; it fails
   * with {@link TooManyNamespacesException}.
   */
  CompletionStage<Void> subscribe(String namespace);

  /**
   * Where in the history of the fleet this gateway is: everything up to there has been told. Null
   * as long as there is none. From any thread.
   */
  default @Nullable StreamPosition position() {
    return null;
  }

  /** What members lay down for each other; null for a bus that keeps no history. */
  default @Nullable SessionStore sessionStore() {
    return null;
  }

  /** What can be asked of the fleet. */
  ClusterQueries queries();

  /**
   * Claims a name for this member alone, for so many milliseconds. False if another has it; fails
   * if nobody can tell now.
   */
  CompletionStage<Boolean> tryLock(String name, long millis);

  BusState state();

  BusCounters counters();

  /** How many messages wait to be published. */
  int pendingPublishes();

  /**
   * How many of them are written, but not known to be kept in as many places as they have to be.
   */
  default int unacknowledged() {
    return 0;
  }

  /**
   * How many milliseconds ago the newest canary of each member was heard here, this one included,
   * by the members' names; without those that have been silent for long.
   */
  Map<String, Long> heartbeatAges();

  void close();
}
