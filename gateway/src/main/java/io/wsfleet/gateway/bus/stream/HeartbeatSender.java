package io.wsfleet.gateway.bus.stream;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.BusMessage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the heartbeat of this gateway at a fixed interval, and whenever it is asked to. Runs on
 * the event loop of the bus.
 */
final class HeartbeatSender {
  private final String gateway;
  private final long intervalMillis;
  private final BooleanSupplier isConnected;
  private final Function<BusMessage, PendingPublish> publish;
  private @Nullable PendingPublish last;
  private boolean closed;

  HeartbeatSender(
      String gateway,
      long intervalMillis,
      BooleanSupplier isConnected,
      Function<BusMessage, PendingPublish> publish) {
    this.gateway = gateway;
    this.intervalMillis = intervalMillis;
    this.isConnected = isConnected;
    this.publish = publish;
  }

  void start(Vertx vertx) {
    if (intervalMillis > 0) {
      vertx.setPeriodic(intervalMillis, id -> send());
    }
  }

  void close() {
    closed = true;
  }

  /** Publishes a heartbeat, unless the last one still waits to be sent. */
  void send() {
    PendingPublish before = last;
    boolean isLastWaiting = before != null && before.number() == 0 && !before.published.isDone();
    if (!closed && isDue(intervalMillis, isConnected.getAsBoolean(), isLastWaiting)) {
      last = publish.apply(new BusMessage.Heartbeat(gateway));
    }
  }

  static boolean isDue(long intervalMillis, boolean isConnected, boolean isLastWaiting) {
    return intervalMillis > 0 && isConnected && !isLastWaiting;
  }
}
