package io.wsfleet.gateway.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/**
 * Encodes characters in the target of a request that a URI must not have, such as a bare {@code %}
 * or {@code |} in a query. A Node server accepts them, Quarkus answers with 400.
 */
@ChannelHandler.Sharable
final class RequestLineEncoder extends ChannelInboundHandlerAdapter {
  static final RequestLineEncoder INSTANCE = new RequestLineEncoder();
  private static final String ILLEGAL = " \"<>\\^`{|}";

  private RequestLineEncoder() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      String encoded = encode(request.uri());
      if (!encoded.equals(request.uri())) {
        request.setUri(encoded);
      }
    }
    context.fireChannelRead(message);
  }

  static String encode(String uri) {
    StringBuilder out = null;
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      boolean legal = c == '%' ? isEscape(uri, i) : c > 0x20 && c < 0x7f && ILLEGAL.indexOf(c) < 0;
      if (!legal && out == null) {
        out = new StringBuilder(uri.length() + 16).append(uri, 0, i);
      }
      if (out != null && legal) {
        out.append(c);
      } else if (out != null) {
        // The decoder reads each byte as a character.
        for (byte each : String.valueOf(c).getBytes(StandardCharsets.ISO_8859_1)) {
          out.append('%').append(String.format("%02X", each));
        }
      }
    }
    return out == null ? uri : out.toString();
  }

  private static boolean isEscape(String uri, int at) {
    return at + 2 < uri.length()
        && Character.digit(uri.charAt(at + 1), 16) >= 0
        && Character.digit(uri.charAt(at + 2), 16) >= 0;
  }
}
