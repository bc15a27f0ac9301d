package io.wsfleet.gateway.lifecycle;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.wsfleet.gateway.GatewayConfig;
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
        .setMaxWebSocketFrameSize(config.protocol().maxPayloadBytes())
        .setMaxWebSocketMessageSize(config.protocol().maxPayloadBytes())
        // Lets messages be marked as compressed; the compression itself is the transport's.
        .setPerMessageWebSocketCompressionSupported(config.protocol().perMessageDeflate())
        // Websockets need HTTP/1.1, and nobody comes with HTTP/2 but behind TLS.
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setRegisterWebSocketWriteHandlers(false)
        .setTcpNoDelay(true);
  }
}
