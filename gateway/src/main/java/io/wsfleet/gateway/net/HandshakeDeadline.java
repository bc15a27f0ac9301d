package io.wsfleet.gateway.net;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Closes what connects to the protocol's port and sends no request in time, however slowly it
 * sends; see {@link RequestDeadline}, which goes on with the requests after the first. It also
 * makes such a connection as small as it may be, which has to be done before its first byte is
 * read.
 *
 * <p>Netty finds this class as a service, since Vert.x lets nobody at a channel before its first
 * request is complete; hence the static rules, which are set once the settings are known.
 */
public final class HandshakeDeadline extends ChannelInitializerExtension {
  private static final String NAME = "handshake-deadline";
  private static final RecvByteBufAllocator RECV_ALLOCATOR = new SharedRecvAllocator(16 * 1024);
  private static volatile @Nullable Settings settings;

  /** Which port it is about, how long a handshake may take, and who counts. */
  public record Settings(int port, long millis, Runnable onTimeout) {}

  public static void configure(@Nullable Settings newSettings) {
    settings = newSettings;
  }

  /** The channel has become a websocket, to which no such deadline applies. */
  public static void complete(Channel channel) {
    if (channel.pipeline().get(NAME) != null) {
      channel.pipeline().remove(NAME);
    }
    RequestDeadline.remove(channel);
  }

  @Override
  public void postInitializeServerChildChannel(Channel child) {
    Settings current = settings;
    if (current != null
        && child.localAddress() instanceof InetSocketAddress local
        && local.getPort() == current.port()) {
      child.config().setRecvByteBufAllocator(RECV_ALLOCATOR);
      child.pipeline().addFirst(NAME, new StartHandler(current));
    }
  }

  private static final class StartHandler extends ChannelInboundHandlerAdapter {
    private final Settings settings;

    StartHandler(Settings settings) {
      this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      RequestDeadline.start(context.channel(), settings.millis(), settings.onTimeout());
      context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      // Also when the channel is closed, so that nobody keeps it by connecting and going away.
      RequestDeadline.stop(context.channel());
    }
  }
}
