package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.StreamPosition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers messages to this gateway's listener, and holds the position in the stream up to which
 * everything has been delivered. Delivers on the event loop of the bus; the position can be read
 * from any thread.
 */
final class LocalDelivery {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final PublishOutbox outbox;
  private volatile @Nullable BusListener busListener;
  private volatile @Nullable StreamPosition position;

  LocalDelivery(PublishOutbox outbox) {
    this.outbox = outbox;
  }

  void start(BusListener listener) {
    busListener = listener;
  }

  BusListener listener() {
    BusListener listener = busListener;
    if (listener == null) {
      throw new IllegalStateException("the bus is not started");
    }
    return listener;
  }

  @Nullable StreamPosition position() {
    return position;
  }

  void setPosition(StreamPosition newPosition) {
    position = newPosition;
  }

  /**
   * Whether own messages have to be delivered without the stream: only while the master has been
   * unavailable for longer than the timeout, since they are then out of the order of the stream.
   */
  static boolean mustBypassStream(long awayMillis, long timeoutMillis) {
    return awayMillis > timeoutMillis;
  }

  /** Delivers the own messages that wait for the master; the stream does not repeat them here. */
  void deliverPending() {
    for (PendingPublish each : outbox.takeUndelivered()) {
      if (!each.message.isForOthers() && !each.isHeartbeat()) {
        deliverOutsideStream(each.message);
      }
    }
  }

  /** Delivers a message that is not in the stream, such as one of a Node server. */
  void deliverOutsideStream(BusMessage message) {
    StreamPosition current = position;
    deliver(message, current == null ? null : current.toString());
  }

  void deliver(BusMessage message, @Nullable String offset) {
    try {
      listener().receive(message, offset);
    } catch (RuntimeException unexpected) {
      LOG.errorf(
          unexpected, "event=message-not-handled kind=%s", message.getClass().getSimpleName());
    }
  }
}
