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
 * Makes a websocket of a channel on which Vert.x has read the request for it. The answer is ours,
 * and nothing of Vert.x is left in the pipeline: not one of its handlers is needed any more, and
 * together they would take most of the memory of an idle connection.
 */
public final class WebSocketHandshaker {
  private static final String HTTP_DECODER = "httpDecoder";
  private static final String HANDLER_NAME = "websocket";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final EventLoopQueue eventLoopQueue;
  private final FrameReader.Limits limits;
  private final @Nullable DeflateParameters parameters;

  /**
   * @param parameters about compression, which the answer says yes to
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
   * While the request is handled, before anything else comes in.
   *
   * @param key what the client sent as {@code Sec-WebSocket-Key}
   */
  public WebSocket handshake(Channel channel, String key, Map<String, String> headers) {
    WebSocket socket = new WebSocket(eventLoopQueue, limits, parameters);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addAfter(HTTP_DECODER, HANDLER_NAME, socket);
    // What it has read of the bytes behind the request, it hands to us as it goes.
    pipeline.remove(HTTP_DECODER);
    ByteBuf response = channel.alloc().directBuffer(256);
    response.writeCharSequence(responseHead(key, headers), ISO_8859_1);
    socket.writer().write(response);
    // Later, since Vert.x is still busy with the request.
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
