package io.wsfleet.local.network;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;

/**
 * Copies bytes from one side to the other; it reads more only when the other side has written them.
 */
final class ForwardingHandler extends ChannelInboundHandlerAdapter {
  private final SocketChannel other;

  ForwardingHandler(SocketChannel other) {
    this.other = other;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object data) {
    other
        .writeAndFlush(data)
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (written.isSuccess()) {
                    context.channel().read();
                  } else {
                    context.close();
                  }
                });
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      other
          .shutdownOutput()
          .addListener(
              done -> {
                if (other.isInputShutdown()) {
                  context.close();
                  other.close();
                }
              });
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    other.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // Mostly a reset by one side: the other side is told the same way.
    other.config().setSoLinger(0);
    other.close();
    context.close();
  }
}
