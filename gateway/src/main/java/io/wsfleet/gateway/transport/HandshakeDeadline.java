package io.wsfleet.gateway.transport;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Closes what connects to the protocol's port and sends no request in time, however slowly it
 * sends; see {@link Countdown}, which goes on with the requests after the first. It also makes such
 * a connection as small as it may be, which has to be done before its first byte is read.
 *
 * <p>Netty finds this class as a service, since Vert.x lets nobody at a channel before its first
 * request is complete; hence the static rules, which are set once the settings are known.
 */
public final class HandshakeDeadline extends ChannelInitializerExtension {
  private static final String NAME = "handshake-deadline";
  private static final RecvByteBufAllocator READS = new SharedReads(16 * 1024);
  private static volatile @Nullable Rules rules;

  /** Which port it is about, how long a handshake may take, and who counts. */
  public record Rules(int port, long millis, Runnable onTimeout) {}

  public static void set(@Nullable Rules newRules) {
    rules = newRules;
  }

  /** The channel has become a websocket, to which no such deadline applies. */
  static void met(Channel channel) {
    if (channel.pipeline().get(NAME) != null) {
      channel.pipeline().remove(NAME);
    }
    Countdown.end(channel);
  }

  @Override
  public void postInitializeServerChildChannel(Channel child) {
    Rules current = rules;
    if (current != null
        && child.localAddress() instanceof InetSocketAddress local
        && local.getPort() == current.port()) {
      child.config().setRecvByteBufAllocator(READS);
      child.pipeline().addFirst(NAME, new Start(current));
    }
  }

  private static final class Start extends ChannelInboundHandlerAdapter {
    private final Rules rules;

    Start(Rules rules) {
      this.rules = rules;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      Countdown.start(context.channel(), rules.millis(), rules.onTimeout());
      context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      // Also when the channel is closed, so that nobody keeps it by connecting and going away.
      Countdown.stop(context.channel());
    }
  }
}
