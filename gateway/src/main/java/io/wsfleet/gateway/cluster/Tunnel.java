package io.wsfleet.gateway.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that another gateway serves. From the upgrade request on, all bytes are copied
 * unchanged in both directions, with backpressure; frames are not parsed.
 *
 * <p>The connection is detached from Vert.x before its HTTP decoder reads another byte: a client
 * may send its first frame in the same segment as the request. Both connections are on one event
 * loop, on which everything here runs.
 */
final class Tunnel {
  private static final String HTTP_DECODER = "httpDecoder";
  private static final String IDLE = "idle";
  private static final String UNKNOWN_SESSION =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/html\r\n"
          + "Content-Length: 18\r\n\r\nSession ID unknown";
  private static final long CLOSE_TIMEOUT_MILLIS = 5000;

  private final Channel client;
  private final ChannelHandlerContext clientContext;
  private final String head;
  private final List<ByteBuf> buffered = new ArrayList<>(1);
  private @Nullable Channel peerChannel;
  private ForwardListener listener = ForwardListener.NONE;
  private boolean answered;
  private boolean closed;

  /** Must be created while the request is handled, before anything else is read. */
  Tunnel(HttpServerRequest request, String ownTag) {
    this.client = ((ConnectionBase) request.connection()).channel();
    this.head = ForwardedHeaders.upgrade(request, ownTag);
    client.config().setAutoRead(false);
    ChannelPipeline pipeline = client.pipeline();
    ClientHandler handler = new ClientHandler();
    pipeline.addAfter(HTTP_DECODER, "tunnel", handler);
    this.clientContext = pipeline.context(handler);
    // On removal it passes on the bytes that it has read after the request.
    pipeline.remove(HTTP_DECODER);
    if (pipeline.get(IDLE) != null) {
      pipeline.remove(IDLE);
    }
  }

  /** Connects to the peer; the listener gets the result. From any thread. */
  void connect(
      Peer peer,
      @Nullable SslContext tls,
      int connectMillis,
      long answerMillis,
      ForwardListener whenDone) {
    client
        .eventLoop()
        .execute(
            () -> {
              if (closed) {
                whenDone.onDone();
              } else {
                listener = whenDone;
                begin(peer, tls, connectMillis, answerMillis);
              }
            });
  }

  /**
   * Closes both connections. A client without a response yet gets that of an unknown session. From
   * any thread.
   */
  void close() {
    client.eventLoop().execute(this::end);
  }

  private void begin(Peer peer, @Nullable SslContext tls, int connectMillis, long answerMillis) {
    new Bootstrap()
        .group(client.eventLoop())
        .channel(client.getClass())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(new PeerHandler())
        .connect(peer.ip(), peer.port())
        .addListener(
            (ChannelFuture made) -> {
              if (tls == null || !made.isSuccess()) {
                connected(made.channel(), made.isSuccess(), answerMillis);
              } else {
                startTls(made.channel(), tls, connectMillis, answerMillis);
              }
            });
  }

  private void startTls(Channel channel, SslContext tls, int connectMillis, long answerMillis) {
    SslHandler handler = tls.newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(connectMillis);
    channel.pipeline().addFirst(handler);
    handler
        .handshakeFuture()
        .addListener(shaken -> connected(channel, shaken.isSuccess(), answerMillis));
  }

  private void connected(Channel channel, boolean success, long answerMillis) {
    if (!success) {
      channel.close();
      fail(ForwardFailure.UNREACHABLE);
      return;
    }
    if (closed) {
      channel.close();
      return;
    }
    peerChannel = channel;
    channel.write(Unpooled.copiedBuffer(head, ISO_8859_1));
    buffered.forEach(channel::write);
    buffered.clear();
    channel.flush();
    client.config().setAutoRead(channel.isWritable());
    client
        .eventLoop()
        .schedule(
            () -> {
              if (!answered) {
                fail(ForwardFailure.NO_RESPONSE);
              }
            },
            answerMillis,
            TimeUnit.MILLISECONDS);
  }

  private void fail(ForwardFailure reason) {
    if (!closed) {
      finish();
      listener.onFailed(reason);
    }
  }

  private void end() {
    if (!closed) {
      finish();
      listener.onDone();
    }
  }

  private void finish() {
    closed = true;
    if (!answered) {
      clientContext.write(Unpooled.copiedBuffer(UNKNOWN_SESSION, ISO_8859_1));
    }
    buffered.forEach(ReferenceCountUtil::release);
    buffered.clear();
    clientContext.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    Channel other = peerChannel;
    if (other != null) {
      other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
    // A receiver has this long to read what was sent before the close.
    client
        .eventLoop()
        .schedule(
            () -> {
              client.close();
              if (other != null) {
                other.close();
              }
            },
            CLOSE_TIMEOUT_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private final class ClientHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Channel to = peerChannel;
      if (!(message instanceof ByteBuf bytes)) {
        // The end of the request, for which Vert.x waits.
        context.fireChannelRead(message);
      } else if (closed) {
        bytes.release();
      } else if (to == null) {
        buffered.add(bytes);
      } else {
        to.write(bytes);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      Channel to = peerChannel;
      if (to != null) {
        to.flush();
        client.config().setAutoRead(to.isWritable());
      }
      context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      Channel from = peerChannel;
      if (from != null) {
        from.config().setAutoRead(client.isWritable());
      }
      context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end();
      context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
      end();
    }
  }

  private final class PeerHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (closed) {
        ReferenceCountUtil.release(message);
        return;
      }
      answered = true;
      clientContext.write(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      clientContext.flush();
      context.channel().config().setAutoRead(client.isWritable());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      client.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      closeIfConnected();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
      closeIfConnected();
    }

    /** Before it is connected, the connect callback reports the failure. */
    private void closeIfConnected() {
      if (peerChannel != null) {
        end();
      }
    }
  }
}
