/**
 * Connections to the Redis pods: polls their state, and runs the commands of a failover or a
 * password rotation.
 */
@NullMarked
package io.wsfleet.operator.redis.client;

import org.jspecify.annotations.NullMarked;
