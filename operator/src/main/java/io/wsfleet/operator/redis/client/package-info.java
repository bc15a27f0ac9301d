/**
 * The rim between what is decided about Redis and the Redis servers themselves: who watches them,
 * asks them what they are, and tells them what to become. It decides nothing; {@link
 * io.wsfleet.operator.redis.failover.Failover} does.
 */
@NullMarked
package io.wsfleet.operator.redis.client;

import org.jspecify.annotations.NullMarked;
