package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the frames that come in the segment of the request for an upgrade. Vert.x reads them while
 * it still makes the websocket, and nobody would hear of them, nor of what is broken about them.
 */
final class EarlyFrames extends ChannelInboundHandlerAdapter {
  private static final String VERTX_HANDLER = "handler";

  private final List<WebSocketFrame> frames = new ArrayList<>(1);
  private @Nullable CorruptedWebSocketFrameException broken;
  private boolean released;

  private EarlyFrames() {}

  static EarlyFrames hold(Channel channel) {
    EarlyFrames early = new EarlyFrames();
    channel.pipeline().addBefore(VERTX_HANDLER, "early-frames", early);
    return early;
  }

  /** Somebody listens now; on the event loop of the channel. */
  void release(Channel channel) {
    ChannelHandlerContext context = channel.pipeline().context(this);
    if (context == null) {
      return;
    }
    released = true;
    frames.forEach(context::fireChannelRead);
    frames.clear();
    if (broken != null) {
      context.fireExceptionCaught(broken);
    }
    channel.pipeline().remove(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!released && message instanceof WebSocketFrame frame) {
      frames.add(frame);
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!released && cause instanceof CorruptedWebSocketFrameException corrupted) {
      broken = corrupted;
    } else {
      context.fireExceptionCaught(cause);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    frames.forEach(ReferenceCountUtil::release);
    frames.clear();
  }
}
