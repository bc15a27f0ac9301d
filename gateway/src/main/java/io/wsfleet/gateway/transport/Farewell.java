package io.wsfleet.gateway.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Waits for a client's close frame after we have sent ours; whatever else it still sends is thrown
 * away unread.
 */
final class Farewell extends ChannelInboundHandlerAdapter {

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean isClose = message instanceof CloseWebSocketFrame;
    ReferenceCountUtil.release(message);
    if (isClose) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
