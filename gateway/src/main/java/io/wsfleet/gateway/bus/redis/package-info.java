/**
 * The bus on Redis pub/sub, in the words of {@code @socket.io/redis-adapter} 8 and of {@code
 * socket.io-redis} 5, so that their servers and emitters are members of the fleet. The formats are
 * pure; the links own the connections, since a subscription that broke never resumes by itself.
 */
@NullMarked
package io.wsfleet.gateway.bus.redis;

import org.jspecify.annotations.NullMarked;
