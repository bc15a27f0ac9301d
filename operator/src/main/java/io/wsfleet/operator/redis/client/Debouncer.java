package io.wsfleet.operator.redis.client;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action after a trigger, with a minimum interval between two runs. Triggers within the
 * interval are combined into one run at its end.
 */
final class Debouncer {

  private static final Logger log = LoggerFactory.getLogger(Debouncer.class);

  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final long minInterval;
  private final Runnable action;
  private boolean scheduled;
  private long lastFired;

  Debouncer(
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      Duration minInterval,
      Runnable action) {
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.minInterval = minInterval.toNanos();
    this.action = action;
    this.lastFired = nanoTime.getAsLong() - this.minInterval;
  }

  synchronized void trigger() {
    if (!scheduled && !scheduler.isShutdown()) {
      scheduled = true;
      long wait = lastFired + minInterval - nanoTime.getAsLong();
      scheduler.schedule(this::fire, Math.max(0, wait), TimeUnit.NANOSECONDS);
    }
  }

  private void fire() {
    synchronized (this) {
      scheduled = false;
      lastFired = nanoTime.getAsLong();
    }
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("The listener for changes of Redis failed", e);
    }
  }
}
