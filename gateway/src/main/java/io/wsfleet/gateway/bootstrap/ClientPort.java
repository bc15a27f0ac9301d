package io.wsfleet.gateway.bootstrap;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.wsfleet.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How the port for clients is set up where Quarkus has no setting for it. */
@ApplicationScoped
class ClientPort implements HttpServerOptionsCustomizer {
  private final GatewayConfig config;

  @Inject
  ClientPort(GatewayConfig config) {
    this.config = config;
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options
        // What the kernel holds for a client that does not read is memory as well.
        .setSendBufferSize(config.limits().sendBufferBytes())
        // Of Socket.IO's websockets nothing is left to Vert.x. Those of plain clients are not
        // compressed, since what it would inflate knows no bounds.
        .setPerMessageWebSocketCompressionSupported(false)
        // Websockets need HTTP/1.1, and nobody comes with HTTP/2 but behind TLS.
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setRegisterWebSocketWriteHandlers(false)
        .setTcpNoDelay(true);
  }
}
