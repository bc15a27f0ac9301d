package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Stops a gateway: accepts no new clients, closes the connections one after the other, so that
 * their clients do not all reconnect to the other gateways at once, and closes the bus. Each
 * connection is closed so that its client reconnects at once and loses nothing.
 */
final class Drain {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.drain");

  private static final long POLL_NANOS = 1_000_000;
  private static final long MAX_WAIT_NANOS = 2_000_000_000;
  private static final long MAX_SAVE_NANOS = 8_000_000_000L;
  private static final long REPLICATE_MILLIS = 500;

  private final Gateway gateway;
  private volatile boolean started;

  Drain(Gateway gateway) {
    this.gateway = gateway;
  }

  boolean hasStarted() {
    return started;
  }

  void run() {
    started = true;
    gateway.stopAccepting();
    List<Runnable> closers =
        new ArrayList<>(gateway.connections().closers(CloseReason.SHUTTING_DOWN));
    closers.addAll(gateway.plain().closers(CloseReason.SHUTTING_DOWN));
    closers.addAll(gateway.forwarding().closers());
    if (!closers.isEmpty()) {
      LOG.infof("event=drain connections=%d", closers.size());
    }
    DrainSchedule drainSchedule =
        new DrainSchedule(closers.size(), gateway.settings().shutdownSeconds() * 1000L);
    long start = System.nanoTime();
    for (int i = 0; i < closers.size(); i++) {
      int due = i;
      waitUntil(
          () -> System.nanoTime() >= start + drainSchedule.millisUntil(due) * 1_000_000,
          Long.MAX_VALUE);
      closers.get(i).run();
    }
    long idleMillis = gateway.settings().clients().engine().timeouts().idleMillis();
    waitUntil(() -> gateway.clientCount() == 0, idleMillis * 1_000_000 + MAX_WAIT_NANOS);
    // Redis may have no master for a moment, for example while its node is drained as well.
    waitUntil(gateway::hasPublishedAll, MAX_SAVE_NANOS);
    CompletableFuture<Void> replicated =
        gateway.recovery().replicateSessions(REPLICATE_MILLIS).toCompletableFuture();
    waitUntil(replicated::isDone, MAX_WAIT_NANOS);
    gateway.close();
  }

  private static void waitUntil(BooleanSupplier condition, long maxNanos) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean() && System.nanoTime() - start < maxNanos) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
