package io.wsfleet.operator.redis.servers;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that there is news: at once if there was none for a moment, and else at the moment's end.
 */
final class Bell {

  private static final Logger log = LoggerFactory.getLogger(Bell.class);

  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final long lull;
  private final Runnable told;
  private boolean due;
  private long lastTold;

  Bell(ScheduledExecutorService scheduler, LongSupplier nanoTime, Duration lull, Runnable told) {
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.lull = lull.toNanos();
    this.told = told;
    this.lastTold = nanoTime.getAsLong() - this.lull;
  }

  synchronized void ring() {
    if (!due && !scheduler.isShutdown()) {
      due = true;
      long wait = lastTold + lull - nanoTime.getAsLong();
      scheduler.schedule(this::tell, Math.max(0, wait), TimeUnit.NANOSECONDS);
    }
  }

  private void tell() {
    synchronized (this) {
      due = false;
      lastTold = nanoTime.getAsLong();
    }
    try {
      told.run();
    } catch (RuntimeException e) {
      log.error("Whoever listens for news of Redis has failed", e);
    }
  }
}
