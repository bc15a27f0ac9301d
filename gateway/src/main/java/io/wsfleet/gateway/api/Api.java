package io.wsfleet.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/** The server of the HTTP API, on its own port. */
public final class Api {
  private static final long TOKEN_REFRESH_MILLIS = 2000;

  private final Vertx vertx;
  private final TokenFile tokens;
  private final HttpServer server;
  private long refreshing;

  /** Throws an {@link IllegalArgumentException} if the token file is not valid. */
  public Api(Vertx vertx, ApiSettings settings, String gateway, Bus bus, ApiCounters counters) {
    this.vertx = vertx;
    this.tokens = new TokenFile(settings.tokenFile());
    ConnectionLimiter connectionLimiter =
        new ConnectionLimiter(vertx, settings.maxConnections(), settings.timeoutMillis(), counters);
    JsonText json = new JsonText(settings.maxJsonDepth());
    ClusterClient clusterClient = new ClusterClient(bus, settings.timeoutMillis());
    Routes routes =
        new Routes(
            vertx,
            settings,
            tokens,
            json,
            connectionLimiter,
            counters,
            Operations.of(gateway, clusterClient, json));
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(settings.host())
                    .setPort(settings.port())
                    .setTcpNoDelay(true)
                    // With HTTP/2 the connection handler would run only after the first bytes.
                    .setHttp2ClearTextEnabled(false)
                    .setHandle100ContinueAutomatically(false))
            .connectionHandler(connectionLimiter::onConnect)
            .requestHandler(routes.router())
            // A malformed request is the error of its sender.
            .exceptionHandler(broken -> {});
  }

  /** Starts to listen and returns the port. */
  public CompletionStage<Integer> start() {
    refreshing =
        vertx.setPeriodic(
            TOKEN_REFRESH_MILLIS,
            id -> {
              Future<Void> unused = vertx.executeBlocking(refresh());
            });
    return server.listen().map(HttpServer::actualPort).toCompletionStage();
  }

  private Callable<Void> refresh() {
    return () -> {
      tokens.refresh();
      return null;
    };
  }

  public void close() {
    vertx.cancelTimer(refreshing);
    server.close();
  }
}
