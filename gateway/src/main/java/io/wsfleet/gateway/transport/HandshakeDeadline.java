package io.wsfleet.gateway.transport;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes what connects to the protocol's port and does not become a connection of ours in time,
 * however slowly it sends. A limit on idleness would not do: one byte a while is not idle.
 *
 * <p>Netty finds this class as a service, since Vert.x lets nobody at a channel before its first
 * request is complete; hence the static rules, which are set once the settings are known.
 */
public final class HandshakeDeadline extends ChannelInitializerExtension {
  private static final String NAME = "handshake-deadline";
  private static volatile @Nullable Rules rules;

  /** Which port it is about, how long a handshake may take, and who counts. */
  public record Rules(int port, long millis, Runnable onTimeout) {}

  public static void set(@Nullable Rules newRules) {
    rules = newRules;
  }

  /** The handshake is complete. */
  static void met(Channel channel) {
    if (channel.pipeline().get(NAME) != null) {
      channel.pipeline().remove(NAME);
    }
  }

  @Override
  public void postInitializeServerChildChannel(Channel child) {
    Rules current = rules;
    if (current != null
        && child.localAddress() instanceof InetSocketAddress local
        && local.getPort() == current.port()) {
      child.pipeline().addFirst(NAME, new Countdown(current));
    }
  }

  private static final class Countdown extends ChannelInboundHandlerAdapter {
    private final Rules rules;
    private @Nullable Future<?> timer;

    Countdown(Rules rules) {
      this.rules = rules;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      EventLoop loop = context.channel().eventLoop();
      timer = loop.schedule(() -> expire(context), rules.millis(), TimeUnit.MILLISECONDS);
      context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      Future<?> running = timer;
      if (running != null) {
        running.cancel(false);
      }
    }

    private void expire(ChannelHandlerContext context) {
      rules.onTimeout().run();
      context.close();
    }
  }
}
