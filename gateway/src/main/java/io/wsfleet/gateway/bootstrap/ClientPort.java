package io.wsfleet.gateway.bootstrap;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.wsfleet.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Options of the port for clients for which Quarkus has no settings. */
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
        // The send buffer of a client that does not read takes memory too.
        .setSendBufferSize(config.limits().sendBufferBytes())
        // Socket.IO's WebSockets do not use Vert.x. Plain clients get no compression: Vert.x does
        // not limit the decompressed size.
        .setPerMessageWebSocketCompressionSupported(false)
        // WebSockets use HTTP/1.1, and HTTP/2 is not used without TLS.
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setRegisterWebSocketWriteHandlers(false)
        .setTcpNoDelay(true);
  }
}
