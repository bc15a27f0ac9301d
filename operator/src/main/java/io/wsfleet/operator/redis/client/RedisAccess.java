package io.wsfleet.operator.redis.client;

import io.wsfleet.operator.tls.Certificates;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How all Redis of one cluster are reached.
 *
 * @param port the same at every pod, for the operator as for a replica
 * @param passwords asked for anew for each connection, and not allowed to wait for anything; they
 *     are tried one after the other, the most likely one first; none, or an empty one, for none
 * @param tls whom to believe that he is one of them; null for plain text
 */
public record RedisAccess(int port, Supplier<List<String>> passwords, @Nullable Certificates tls) {

  /** In plain text. */
  public RedisAccess(int port, Supplier<List<String>> passwords) {
    this(port, passwords, null);
  }
}
