/**
 * Which Redis is the master: functions from what was observed to what has to be done, without a
 * client, a clock or a log. {@link io.wsfleet.operator.redis.failover.Failover} has the algorithm.
 */
@NullMarked
package io.wsfleet.operator.redis.failover;

import org.jspecify.annotations.NullMarked;
