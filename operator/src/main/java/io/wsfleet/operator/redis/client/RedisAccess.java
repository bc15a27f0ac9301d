package io.wsfleet.operator.redis.client;

import io.wsfleet.operator.tls.Certificates;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the operator connects to every Redis of one cluster.
 *
 * @param port the same at every pod
 * @param passwords requested for each connection, and must not block; they are tried in this order;
 *     none, or an empty one, for no password
 * @param tls the trusted certificate authorities; null for plain text
 */
public record RedisAccess(int port, Supplier<List<String>> passwords, @Nullable Certificates tls) {

  /** Without TLS. */
  public RedisAccess(int port, Supplier<List<String>> passwords) {
    this(port, passwords, null);
  }
}
