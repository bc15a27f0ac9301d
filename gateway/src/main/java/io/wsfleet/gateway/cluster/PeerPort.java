package io.wsfleet.gateway.cluster;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.net.Credentials;
import java.util.concurrent.CompletionStage;

/**
 * The port for requests that other gateways forward to this one, where there is TLS. It requires a
 * client certificate of the cluster's authority. There is one server on each event loop, as for
 * clients, since a connection stays on the loop that accepted it.
 */
public final class PeerPort {
  private final Vertx vertx;
  private final HttpServerOptions options;
  private final int loops;
  private final Handler<HttpServerRequest> handler;

  public PeerPort(
      Vertx vertx,
      PeerPortSettings settings,
      Credentials credentials,
      Handler<HttpServerRequest> handler) {
    this.vertx = vertx;
    this.loops = settings.loops();
    this.handler = handler;
    this.options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setMaxHeaderSize(settings.headerBytes())
            .setSendBufferSize(settings.sendBufferBytes())
            .setTcpNoDelay(true)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setRegisterWebSocketWriteHandlers(false)
            .setSsl(true)
            .setUseAlpn(false)
            .setClientAuth(ClientAuth.REQUIRED)
            .setKeyCertOptions(credentials.keyCertOptions())
            .setTrustOptions(credentials.trustOptions());
  }

  public CompletionStage<String> start() {
    return vertx
        .deployVerticle(PeerServer::new, new DeploymentOptions().setInstances(loops))
        .toCompletionStage();
  }

  private final class PeerServer extends AbstractVerticle {
    @Override
    public void start(Promise<Void> started) {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .requestHandler(handler)
              // TLS reports a missing certificate, and the client is to blame for a malformed
              // request.
              .exceptionHandler(broken -> {});
      server.listen().<Void>mapEmpty().onComplete(started);
    }
  }
}
