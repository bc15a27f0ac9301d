package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.log.LogText;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Logs the connections of one gateway to Redis together, as {@link RedisOutage} decides; each
 * change of a single connection is logged at DEBUG. Safe for several threads.
 */
public final class ConnectionLog {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final long POLL_MILLIS = 500;

  private final RedisOutage outage = new RedisOutage();
  private boolean isPolling;

  /** A connection that is about to be made for the first time. */
  synchronized void add(Vertx vertx, String connection) {
    outage.down(now(), connection, "");
    poll(vertx);
  }

  synchronized void up(String connection, HostPort address) {
    LOG.debugf("redis=%s address=%s state=up", connection, address);
    outage.up(now(), connection, address.toString());
  }

  synchronized void down(Vertx vertx, String connection, HostPort address, String reason) {
    LOG.debugf(
        "redis=%s address=%s state=down reason=\"%s\"", connection, address, LogText.safe(reason));
    outage.down(now(), connection, reason);
    poll(vertx);
  }

  /** A connection that was closed on purpose. */
  synchronized void remove(String connection) {
    outage.remove(connection);
  }

  private void poll(Vertx vertx) {
    if (!isPolling) {
      isPolling = true;
      vertx.setPeriodic(
          POLL_MILLIS,
          timer -> {
            if (!pollOnce()) {
              vertx.cancelTimer(timer);
            }
          });
    }
  }

  private synchronized boolean pollOnce() {
    outage.poll(now()).ifPresent(ConnectionLog::log);
    isPolling = outage.isOpen();
    return isPolling;
  }

  private static void log(RedisOutage.Line line) {
    if (line instanceof RedisOutage.Unavailable unavailable) {
      LOG.warnf(
          "event=redis-unavailable connections=%s millis=%d reason=\"%s\"; clients stay connected;"
              + " retrying",
          unavailable.connections(), unavailable.millis(), LogText.safe(unavailable.reason()));
    } else if (line instanceof RedisOutage.Connected connected && connected.isFirst()) {
      LOG.infof(
          "event=redis-connected connections=%d addresses=%s millis=%d",
          connected.connections(), connected.addresses(), connected.millis());
    } else if (line instanceof RedisOutage.Connected connected) {
      LOG.infof(
          "event=redis-reconnected connections=%d addresses=%s millis=%d reason=\"%s\"",
          connected.connections(),
          connected.addresses(),
          connected.millis(),
          LogText.safe(connected.reason()));
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
