package io.wsfleet.gateway.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.util.ReferenceCountUtil;
import io.wsfleet.gateway.engineio.CloseReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before Vert.x in a connection's pipeline. A broken frame it reports, where Vert.x would
 * close at once, and our close frame with its reason would be lost. Once we have closed, it waits
 * for the client's close frame and throws away unread whatever else still comes.
 */
final class Gate extends ChannelInboundHandlerAdapter {
  private final Consumer<CloseReason> onBroken;
  private boolean closing;

  Gate(Consumer<CloseReason> onBroken) {
    this.onBroken = onBroken;
  }

  /** On the event loop of the channel. */
  void close() {
    closing = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!closing) {
      context.fireChannelRead(message);
      return;
    }
    boolean isClose = message instanceof CloseWebSocketFrame;
    ReferenceCountUtil.release(message);
    if (isClose) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    CloseReason reason = reason(cause);
    if (reason != null) {
      if (!closing) {
        onBroken.accept(reason);
      }
    } else if (closing) {
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  private static @Nullable CloseReason reason(Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException broken) {
      boolean tooBig = broken.closeStatus().code() == CloseReason.MESSAGE_TOO_BIG.status();
      return tooBig ? CloseReason.MESSAGE_TOO_BIG : CloseReason.TRANSPORT_ERROR;
    }
    return Deflate.reason(cause);
  }
}
