package io.wsfleet.operator.redis.servers;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes connections, all of which share a few threads. */
final class Wire implements AutoCloseable {

  private static final int MOST_WAITING = 1000;

  private final ClientResources resources;
  private final RedisClient client;
  private final Duration patience;

  Wire(int threads, Duration patience) {
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(threads)
            .computationThreadPoolSize(2)
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .build();
    this.client = RedisClient.create(resources);
    this.patience = patience;
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .pingBeforeActivateConnection(false)
            .protocolVersion(ProtocolVersion.RESP2)
            .requestQueueSize(MOST_WAITING)
            .socketOptions(SocketOptions.builder().connectTimeout(patience).keepAlive(true).build())
            .build());
  }

  /** With the first password that it takes. */
  CompletableFuture<Line> connect(String address, RedisAccess access) {
    var passwords = access.passwords().get();
    return connect(address, access.port(), passwords.isEmpty() ? List.of("") : passwords);
  }

  private CompletableFuture<Line> connect(String address, int port, List<String> passwords) {
    var first =
        client
            .connectAsync(StringCodec.UTF8, uri(address, port, passwords.get(0)))
            .toCompletableFuture()
            .thenApply(Line::new);
    return passwords.size() == 1
        ? first
        : first.exceptionallyCompose(
            failure ->
                isOfThePassword(failure)
                    ? connect(address, port, passwords.subList(1, passwords.size()))
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isOfThePassword(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof RedisCommandExecutionException) {
        return String.valueOf(at.getMessage()).startsWith("WRONGPASS");
      }
    }
    return false;
  }

  private RedisURI uri(String address, int port, String password) {
    var uri =
        RedisURI.builder()
            .withHost(address)
            .withPort(port)
            .withTimeout(patience)
            .withClientName("wsfleet-operator");
    return password.isEmpty() ? uri.build() : uri.withPassword(password.toCharArray()).build();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
