package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.net.CaBundle;
import io.wsfleet.gateway.net.TlsErrors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Creates Redis clients with the timeouts, the password and the trust of the settings. */
final class RedisConnector {
  // Commands that a connection sends beside the ones that the settings count.
  private static final int RESERVED_COMMANDS = 16;

  private final Vertx vertx;
  private final RedisSettings settings;

  RedisConnector(Vertx vertx, RedisSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /**
   * A client for one connection. The password and the certificates are read anew for each.
   *
   * @param address where to connect
   * @param service whose name the server's certificate must contain: the certificate of a pod that
   *     is reached by its IP address contains the name of the Service as well
   * @throws RuntimeException if the password or the certificates cannot be read
   */
  Redis client(HostPort address, HostPort service) {
    String password = settings.password().get();
    CaBundle caBundle = settings.caBundle();
    @Nullable TrustOptions trust =
        caBundle == null ? null : caBundle.trustOptions(service.host(), vertx);
    RedisOptions options =
        new RedisOptions()
            .setNetClientOptions(netOptions(trust))
            .setConnectionString((trust == null ? "redis://" : "rediss://") + address)
            .setMaxWaitingHandlers(settings.maxInFlight() + RESERVED_COMMANDS);
    if (!password.isEmpty()) {
      options.setPassword(password);
    }
    return Redis.createClient(vertx, options);
  }

  private NetClientOptions netOptions(@Nullable TrustOptions trust) {
    NetClientOptions net = new NetClientOptions();
    net.setConnectTimeout(settings.connectMillis());
    net.setTcpNoDelay(true).setTcpKeepAlive(true).setTcpUserTimeout(settings.connectMillis());
    if (trust != null) {
      net.setSsl(true)
          .setTrustOptions(trust)
          .setHostnameVerificationAlgorithm("")
          .setSslHandshakeTimeout(settings.connectMillis())
          .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }
    return net;
  }

  /** The reason for a failed connection, for the log. */
  static String describe(Throwable failure) {
    String tlsError = TlsErrors.describe(failure);
    if (tlsError != null) {
      return LogText.safe(tlsError);
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : LogText.safe(message);
  }
}
