package io.wsfleet.operator.redis.servers;

import io.wsfleet.operator.redis.failover.FailoverTimeouts;
import java.time.Duration;

/**
 * @param every how often each Redis is asked for its role, and a broken connection is made again
 * @param answer how long an answer may take
 * @param abandon after how long without one a connection is given up for a new one; longer, since a
 *     Redis that was only stopped for a moment answers on the connection that it has
 * @param lull a cluster's news are told no more often than this
 * @param timing at whose bounds a silence is told once more
 * @param beginning how many that were never connected may be connected to at once
 * @param threads how many threads serve all connections together
 */
public record WatchSettings(
    Duration every,
    Duration answer,
    Duration abandon,
    Duration lull,
    FailoverTimeouts timing,
    int beginning,
    int threads) {

  public static final WatchSettings STANDARD =
      new WatchSettings(
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          FailoverTimeouts.DEFAULT,
          64,
          2);
}
