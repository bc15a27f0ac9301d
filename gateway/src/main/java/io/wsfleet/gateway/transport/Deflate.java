package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilter;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.engineio.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Compression of websocket messages. It takes the place of what Vert.x would do, which compresses
 * the smallest message and inflates without a limit.
 */
final class Deflate {
  /** Smaller messages are not worth it. */
  static final int THRESHOLD = 1024;

  private static final int LEVEL = 6;
  private static final String VERTX_HANDLER = "handler";
  private static final String VERTX_EXTENSIONS = "webSocketExtensionHandler";

  private final WebSocketServerExtension extension;

  private Deflate(WebSocketServerExtension extension) {
    this.extension = extension;
  }

  /** What the request asks for, said yes to in the headers of its answer; null if it does not. */
  static @Nullable Deflate negotiate(HttpServerRequest request, TransportSettings settings) {
    String asked = request.getHeader("Sec-WebSocket-Extensions");
    if (!settings.perMessageDeflate() || asked == null) {
      return null;
    }
    PerMessageDeflateServerExtensionHandshaker handshaker =
        new PerMessageDeflateServerExtensionHandshaker(
            LEVEL,
            ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
            PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
            false,
            false,
            new Filters(),
            settings.maxPayload());
    for (WebSocketExtensionData offer : WebSocketExtensionUtil.extractExtensions(asked)) {
      WebSocketServerExtension extension = handshaker.handshakeExtension(offer);
      if (extension != null) {
        request.response().putHeader("Sec-WebSocket-Extensions", offer.name());
        return new Deflate(extension);
      }
    }
    return null;
  }

  /** Keeps Vert.x from negotiating the same once more. */
  static void keepVertxOut(Channel channel) {
    if (channel.pipeline().get(VERTX_EXTENSIONS) != null) {
      channel.pipeline().remove(VERTX_EXTENSIONS);
    }
  }

  /** From now on; before anything else that handles frames is put there. */
  void install(ChannelPipeline pipeline) {
    pipeline.addBefore(VERTX_HANDLER, "inflate", extension.newExtensionDecoder());
    pipeline.addBefore(VERTX_HANDLER, "deflate", extension.newExtensionEncoder());
  }

  /** Why a connection is closed whose message could not be inflated; null if it is not that. */
  static @Nullable CloseReason reason(Throwable cause) {
    Throwable inner = cause instanceof DecompressionException ? cause : cause.getCause();
    if (!(inner instanceof DecompressionException)) {
      return null;
    }
    // Bad data is reported with what was wrong with it, too much of it without.
    return inner.getCause() == null ? CloseReason.MESSAGE_TOO_BIG : CloseReason.TRANSPORT_ERROR;
  }

  /** Inflates everything, and deflates messages of some size. */
  private static final class Filters implements WebSocketExtensionFilterProvider {
    @Override
    public WebSocketExtensionFilter encoderFilter() {
      return Filters::isSmall;
    }

    @Override
    public WebSocketExtensionFilter decoderFilter() {
      return WebSocketExtensionFilter.NEVER_SKIP;
    }

    private static boolean isSmall(WebSocketFrame frame) {
      return (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame)
          && frame.content().readableBytes() < THRESHOLD;
    }
  }
}
