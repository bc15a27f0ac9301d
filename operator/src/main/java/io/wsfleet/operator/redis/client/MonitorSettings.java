package io.wsfleet.operator.redis.client;

import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import java.time.Duration;

/**
 * @param interval how often each Redis is asked for its role, and a broken connection is made again
 * @param replyTimeout how long an answer may take
 * @param reconnectAfter after how long without one a connection is given up for a new one; longer,
 *     since a Redis that was only stopped for a moment answers on the connection that it has
 * @param minNotifyInterval a cluster's news are told no more often than this
 * @param timeouts at whose bounds a silence is told once more
 * @param maxConcurrentConnects how many that were never connected may be connected to at once
 * @param threads how many threads serve all connections together
 */
public record MonitorSettings(
    Duration interval,
    Duration replyTimeout,
    Duration reconnectAfter,
    Duration minNotifyInterval,
    FailoverTimeouts timeouts,
    int maxConcurrentConnects,
    int threads) {

  public static final MonitorSettings DEFAULT =
      new MonitorSettings(
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          FailoverTimeouts.DEFAULT,
          64,
          2);
}
