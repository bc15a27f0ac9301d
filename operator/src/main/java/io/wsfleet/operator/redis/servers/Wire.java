package io.wsfleet.operator.redis.servers;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
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

  CompletableFuture<Line> connect(String address, RedisAccess access) {
    return client
        .connectAsync(StringCodec.UTF8, uri(address, access))
        .toCompletableFuture()
        .thenApply(Line::new);
  }

  private RedisURI uri(String address, RedisAccess access) {
    var uri =
        RedisURI.builder()
            .withHost(address)
            .withPort(access.port())
            .withTimeout(patience)
            .withClientName("wsfleet-operator");
    var password = access.password().get();
    return password.isEmpty() ? uri.build() : uri.withPassword(password.toCharArray()).build();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
