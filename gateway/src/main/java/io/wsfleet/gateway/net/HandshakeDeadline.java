package io.wsfleet.gateway.net;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection to the port for clients that does not send a request in time; {@link
 * RequestDeadline} does it for the requests that follow. It also reduces the memory of the
 * connection, which must be done before the first byte is read.
 *
 * <p>Netty finds this class as a service: Vert.x gives access to a channel only when its first
 * request is complete. Therefore the settings are static; they are set at the start.
 */
public final class HandshakeDeadline extends ChannelInitializerExtension {
  private static final String HTTP_DECODER = "httpDecoder";
  private static final String NAME = "handshake-deadline";
  private static final RecvByteBufAllocator RECV_ALLOCATOR = new SharedRecvAllocator(16 * 1024);
  private static volatile @Nullable Settings settings;

  /** The port for clients and the timeout; {@code onTimeout} counts. */
  public record Settings(
      int port, long millis, Runnable onTimeout, TrustedProxies trustedProxies) {}

  public static void configure(@Nullable Settings newSettings) {
    settings = newSettings;
  }

  /** The channel is a WebSocket now, which has no such deadline. */
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
      if (child.remoteAddress() instanceof InetSocketAddress peer
          && current.trustedProxies().trusts(peer.getAddress().getHostAddress())) {
        child.pipeline().addFirst("proxy-protocol", new ProxyProtocol());
      }
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
      if (context.pipeline().get(HTTP_DECODER) != null) {
        context.pipeline().addAfter(HTTP_DECODER, "request-line", RequestLineEncoder.INSTANCE);
      }
      context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      // Also when the channel is closed, so that the timer does not keep it in memory.
      RequestDeadline.stop(context.channel());
    }
  }
}
