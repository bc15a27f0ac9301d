package io.wsfleet.gateway.net.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.websocket.frames.DeflateParameters;
import io.wsfleet.gateway.net.websocket.frames.FrameReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completes the opening handshake on a channel on which Vert.x has read the upgrade request: sends
 * the response and removes all handlers of Vert.x from the pipeline. They are not needed any more
 * and would take most of the memory of an idle connection.
 */
public final class WebSocketHandshaker {
  private static final String HTTP_DECODER = "httpDecoder";
  private static final String HANDLER_NAME = "websocket";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final EventLoopQueue eventLoopQueue;
  private final FrameReader.Limits limits;
  private final @Nullable DeflateParameters parameters;

  /**
   * @param parameters the negotiated compression, if any
   */
  public WebSocketHandshaker(
      EventLoopQueue eventLoopQueue,
      FrameReader.Limits limits,
      @Nullable DeflateParameters parameters) {
    this.eventLoopQueue = eventLoopQueue;
    this.limits = limits;
    this.parameters = parameters;
  }

  /**
   * To be called while the request is handled, before more input is read.
   *
   * @param key the value of {@code Sec-WebSocket-Key}
   */
  public WebSocket handshake(Channel channel, String key, Map<String, String> headers) {
    WebSocket socket = new WebSocket(eventLoopQueue, limits, parameters);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addAfter(HTTP_DECODER, HANDLER_NAME, socket);
    // It passes on what it has read after the request.
    pipeline.remove(HTTP_DECODER);
    ByteBuf response = channel.alloc().directBuffer(256);
    response.writeCharSequence(responseHead(key, headers), ISO_8859_1);
    socket.writer().write(response);
    // Later: Vert.x is still handling the request.
    channel.eventLoop().execute(() -> removeVertxHandlers(pipeline, socket));
    return socket;
  }

  private String responseHead(String key, Map<String, String> headers) {
    StringBuilder out =
        new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")
            .append("Connection: Upgrade\r\nSec-WebSocket-Accept: ")
            .append(acceptKey(key))
            .append("\r\n");
    if (parameters != null) {
      out.append("Sec-WebSocket-Extensions: ").append(parameters.headerValue()).append("\r\n");
    }
    headers.forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
    return out.append("\r\n").toString();
  }

  private static String acceptKey(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void removeVertxHandlers(ChannelPipeline pipeline, WebSocket socket) {
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (handler != socket && !(handler instanceof SslHandler)) {
        pipeline.remove(handler);
      }
    }
  }
}
