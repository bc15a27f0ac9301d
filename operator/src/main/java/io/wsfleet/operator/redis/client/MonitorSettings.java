package io.wsfleet.operator.redis.client;

import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import java.time.Duration;

/**
 * The intervals, time limits and sizes of a {@link RedisMonitor}.
 *
 * @param interval between two requests for the role of a Redis, and between two connects
 * @param replyTimeout time limit for a reply
 * @param reconnectAfter time without a reply after which a connection is replaced; longer than the
 *     reply timeout, since a Redis that was stopped for a moment answers on its old connection
 * @param minNotifyInterval between two notifications about the same cluster
 * @param timeouts an outage is reported again at each of these
 * @param maxConcurrentConnects limit for first connects at the same time
 * @param threads that serve all connections together
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
