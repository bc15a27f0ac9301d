package io.wsfleet.operator.redis.servers;

import java.util.function.Supplier;

/**
 * How all Redis of one cluster are reached.
 *
 * @param port the same at every pod, for the operator as for a replica
 * @param password asked for anew for each connection, and not allowed to wait for anything; empty
 *     for none
 */
public record RedisAccess(int port, Supplier<String> password) {}
