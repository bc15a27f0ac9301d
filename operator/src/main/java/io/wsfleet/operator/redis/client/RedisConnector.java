package io.wsfleet.operator.redis.client;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.wsfleet.operator.tls.CaTrust;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Opens connections to Redis, which share a few threads. The client library binds trusted
 * certificates to a client and not to a connection, so there is one client for each set of
 * authorities.
 */
final class RedisConnector implements AutoCloseable {

  private static final int MAX_QUEUED_COMMANDS = 1000;

  /** A client that was removed is created again when it is needed; its connections stay open. */
  private static final int MAX_CLIENTS = 500;

  private final ClientResources resources;
  private final RedisClient plain;
  private final Map<List<X509Certificate>, RedisClient> clientsByCaBundle = new LinkedHashMap<>();
  private final Duration timeout;

  RedisConnector(int threads, Duration timeout) {
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(threads)
            .computationThreadPoolSize(2)
            .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
            .nettyCustomizer(new ReplyLimit())
            .build();
    this.timeout = timeout;
    this.plain = client(options().build());
  }

  /** Before what decodes the replies, and behind TLS. */
  private static final class ReplyLimit implements NettyCustomizer {

    @Override
    public void afterChannelInitialized(Channel channel) {
      for (var handler : channel.pipeline()) {
        if (handler.getValue() instanceof CommandHandler) {
          channel.pipeline().addBefore(handler.getKey(), "reply-limit", new ReplyLimiter());
          return;
        }
      }
      throw new IllegalStateException("the client library has another pipeline");
    }
  }

  private RedisClient client(ClientOptions options) {
    var client = RedisClient.create(resources);
    client.setOptions(options);
    return client;
  }

  private ClientOptions.Builder options() {
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .pingBeforeActivateConnection(false)
        .protocolVersion(ProtocolVersion.RESP2)
        .requestQueueSize(MAX_QUEUED_COMMANDS)
        .socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build());
  }

  private synchronized RedisClient client(RedisAccess access) throws SSLException {
    var tls = access.tls();
    if (tls == null) {
      return plain;
    }
    var known = clientsByCaBundle.get(tls.caBundle());
    if (known != null) {
      return known;
    }
    var made =
        client(
            options()
                .sslOptions(
                    SslOptions.builder()
                        .jdkSslProvider()
                        .handshakeTimeout(timeout)
                        .trustManager(CaTrust.trustManagerFactory(tls.caBundle()))
                        .build())
                .build());
    if (clientsByCaBundle.size() >= MAX_CLIENTS) {
      clientsByCaBundle.remove(clientsByCaBundle.keySet().iterator().next());
    }
    clientsByCaBundle.put(tls.caBundle(), made);
    return made;
  }

  /** Tries the passwords in their order. */
  CompletableFuture<RedisConnection> connect(String address, RedisAccess access) {
    var passwords = access.passwords().get();
    return connect(address, access, passwords.isEmpty() ? List.of("") : passwords);
  }

  private CompletableFuture<RedisConnection> connect(
      String address, RedisAccess access, List<String> passwords) {
    CompletableFuture<RedisConnection> first;
    try {
      first =
          client(access)
              .connectAsync(StringCodec.UTF8, uri(address, access, passwords.get(0)))
              .toCompletableFuture()
              .thenApply(RedisConnection::new);
    } catch (SSLException e) {
      return CompletableFuture.failedFuture(e);
    }
    return passwords.size() == 1
        ? first
        : first.exceptionallyCompose(
            failure ->
                ConnectionErrors.isWrongPassword(failure)
                    ? connect(address, access, passwords.subList(1, passwords.size()))
                    : CompletableFuture.failedFuture(failure));
  }

  /**
   * Verifies only the issuer of a certificate, not its name: a pod is reached by its address, which
   * is unknown when the certificate is issued.
   */
  private RedisURI uri(String address, RedisAccess access, String password) {
    var uri =
        RedisURI.builder()
            .withHost(address)
            .withPort(access.port())
            .withTimeout(timeout)
            .withSsl(access.tls() != null)
            .withVerifyPeer(SslVerifyMode.CA)
            .withClientName("wsfleet-operator");
    return password.isEmpty() ? uri.build() : uri.withPassword(password.toCharArray()).build();
  }

  @Override
  public synchronized void close() {
    plain.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    clientsByCaBundle.values().forEach(c -> c.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
