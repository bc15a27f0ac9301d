package io.wsfleet.gateway.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
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
public final class Opening {
  private static final String HTTP_DECODER = "httpDecoder";
  private static final String NAME = "websocket";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Loop loop;
  private final FrameReader.Limits limits;
  private final @Nullable DeflateTerms terms;

  /**
   * @param terms about compression, which the answer says yes to
   */
  public Opening(Loop loop, FrameReader.Limits limits, @Nullable DeflateTerms terms) {
    this.loop = loop;
    this.limits = limits;
    this.terms = terms;
  }

  /**
   * While the request is handled, before anything else comes in.
   *
   * @param key what the client sent as {@code Sec-WebSocket-Key}
   */
  public WebSocket open(Channel channel, String key, Map<String, String> headers) {
    WebSocket socket = new WebSocket(loop, limits, terms);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addAfter(HTTP_DECODER, NAME, socket);
    // What it has read of the bytes behind the request, it hands to us as it goes.
    pipeline.remove(HTTP_DECODER);
    ByteBuf answer = channel.alloc().directBuffer(256);
    answer.writeCharSequence(answer(key, headers), ISO_8859_1);
    socket.write(answer);
    // Later, since Vert.x is still busy with the request.
    channel.eventLoop().execute(() -> strip(pipeline, socket));
    return socket;
  }

  private String answer(String key, Map<String, String> headers) {
    StringBuilder out =
        new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")
            .append("Connection: Upgrade\r\nSec-WebSocket-Accept: ")
            .append(accept(key))
            .append("\r\n");
    if (terms != null) {
      out.append("Sec-WebSocket-Extensions: ").append(terms.header()).append("\r\n");
    }
    headers.forEach((name, value) -> out.append(name).append(": ").append(value).append("\r\n"));
    return out.append("\r\n").toString();
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void strip(ChannelPipeline pipeline, WebSocket socket) {
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (handler != socket && !(handler instanceof SslHandler)) {
        pipeline.remove(handler);
      }
    }
  }
}
