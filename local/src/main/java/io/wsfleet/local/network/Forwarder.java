package io.wsfleet.local.network;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.wsfleet.local.network.ServiceLoadBalancer.Endpoint;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A TCP forwarder for one port of a Service. It connects each client to a pod and copies bytes in
 * both directions, at the speed of the receiver; the end of one direction leaves the other open.
 */
final class Forwarder implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5000;
  private static final int CLOSE_TIMEOUT_SECONDS = 5;

  private final ServiceLoadBalancer serviceLoadBalancer;
  private final EventLoopGroup loops;
  private final InstantSource clock;
  private final Channel server;

  Forwarder(
      InetSocketAddress at,
      ServiceLoadBalancer serviceLoadBalancer,
      EventLoopGroup loops,
      InstantSource clock)
      throws InterruptedException {
    this.serviceLoadBalancer = serviceLoadBalancer;
    this.loops = loops;
    this.clock = clock;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    forward(client);
                  }
                })
            .bind(at)
            .await();
    if (!bound.isSuccess()) {
      throw new IllegalStateException("cannot listen on " + at, bound.cause());
    }
    this.server = bound.channel();
  }

  /**
   * Stops listening; existing connections stay, as in a cluster. New connections are refused from
   * then on: the kernel listens until the selector has released the closed channel in its next
   * select, and only then does this method return.
   */
  @Override
  public void close() {
    server.close().syncUninterruptibly();
    CompletableFuture<Void> selected = new CompletableFuture<>();
    SingleThreadEventLoop loop = (SingleThreadEventLoop) server.eventLoop();
    loop.executeAfterEventLoopIteration(() -> loop.execute(() -> selected.complete(null)));
    selected.orTimeout(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  private void forward(SocketChannel client) {
    String from = client.remoteAddress().getAddress().getHostAddress();
    Optional<Endpoint> to = serviceLoadBalancer.choose(from, clock.instant());
    if (to.isEmpty()) {
      client.config().setSoLinger(0);
      client.close();
      return;
    }
    new Bootstrap()
        .group(client.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .handler(new ForwardingHandler(client))
        .connect(to.get().host(), to.get().port())
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (connected.isSuccess()) {
                    client
                        .pipeline()
                        .addLast(new ForwardingHandler((SocketChannel) connected.channel()));
                    client.read();
                    connected.channel().read();
                  } else {
                    client.config().setSoLinger(0);
                    client.close();
                  }
                });
  }
}
