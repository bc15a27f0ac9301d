package io.wsfleet.gateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ProtocolDetectionResult;
import io.netty.handler.codec.ProtocolDetectionState;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.util.AttributeKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of the PROXY protocol, version 1 or 2, at the start of a connection of a trusted
 * proxy. A connection without it starts with a request.
 */
final class ProxyProtocol extends ByteToMessageDecoder {
  private static final AttributeKey<String> CLIENT = AttributeKey.valueOf("wsfleet.client-address");

  /** The address of the client as the proxy has said it; null without a header. */
  static @Nullable String client(Channel channel) {
    return channel.attr(CLIENT).get();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    ProtocolDetectionResult<HAProxyProtocolVersion> result =
        HAProxyMessageDecoder.detectProtocol(in);
    if (result.state() == ProtocolDetectionState.NEEDS_MORE_DATA) {
      return;
    }
    if (result.state() == ProtocolDetectionState.DETECTED) {
      context.pipeline().addAfter(context.name(), "proxy-address", new AddressReader());
      context.pipeline().addAfter(context.name(), "proxy-header", new HAProxyMessageDecoder());
    }
    // It passes on what it has read.
    context.pipeline().remove(this);
  }

  private static final class AddressReader extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!(message instanceof HAProxyMessage header)) {
        context.fireChannelRead(message);
        return;
      }
      // A health check of the proxy itself has no address.
      context.channel().attr(CLIENT).set(header.sourceAddress());
      header.release();
      context.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable malformed) {
      context.close();
    }
  }
}
