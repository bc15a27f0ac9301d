/**
 * Applies what {@code redis.failover} and {@code redis.password} decide, in a loop of observe,
 * record, act.
 */
@NullMarked
package io.wsfleet.operator.redis.controller;

import org.jspecify.annotations.NullMarked;
