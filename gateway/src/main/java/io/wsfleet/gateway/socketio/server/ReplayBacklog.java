package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a recovered client was not sent yet: the deliveries that it missed, and behind them those
 * that came meanwhile. They are shared with the history and other clients. Guarded by its {@link
 * SocketOutbound}.
 */
final class ReplayBacklog {
  // The cost of a delivery besides its event.
  private static final int OVERHEAD = 64;

  private final Deque<Delivery> deliveries;
  private final long maxBytes;
  private final long maxPrivateBytes;
  private final ReplayCounters counters;
  private long bytes;
  private long privateBytes;
  private boolean isStarted;
  private boolean isEnded;

  /**
   * @param maxBytes the limit of all deliveries
   * @param maxPrivateBytes the limit of those that no history keeps
   */
  ReplayBacklog(
      Collection<Delivery> missed, long maxBytes, long maxPrivateBytes, ReplayCounters counters) {
    this.deliveries = new ArrayDeque<>(missed);
    this.maxBytes = maxBytes;
    this.maxPrivateBytes = maxPrivateBytes;
    this.counters = counters;
    missed.forEach(each -> count(each, 1));
    counters.running().incrementAndGet();
  }

  /** The client may be sent the first one: it knows that it is connected. */
  void start() {
    isStarted = true;
  }

  boolean isStarted() {
    return isStarted;
  }

  /** Adds a delivery at the end; false if they are too many then. */
  boolean add(Delivery delivery) {
    deliveries.add(delivery);
    count(delivery, 1);
    return bytes <= maxBytes && privateBytes <= maxPrivateBytes;
  }

  @Nullable Delivery peek() {
    return deliveries.peek();
  }

  void removeFirst(int sentBytes) {
    count(deliveries.remove(), -1);
    counters.messages().increment();
    counters.bytes().add(sentBytes);
  }

  /** The offset of the first one that has one. */
  @Nullable String firstOffset() {
    for (Delivery each : deliveries) {
      if (each.offset() != null) {
        return each.offset();
      }
    }
    return null;
  }

  /** The client was sent everything, or its connection is closed. */
  void end() {
    if (!isEnded) {
      isEnded = true;
      counters.running().decrementAndGet();
      if (!deliveries.isEmpty()) {
        counters.cut().increment();
        deliveries.clear();
      }
    }
  }

  private void count(Delivery delivery, int sign) {
    long cost = sign * ((long) OVERHEAD + delivery.event().size());
    bytes += cost;
    if (delivery.offset() == null) {
      privateBytes += cost;
    }
  }
}
