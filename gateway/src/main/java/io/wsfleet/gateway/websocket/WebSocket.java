package io.wsfleet.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.wsfleet.gateway.engineio.CloseReason;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One websocket: the only handler of its channel, but for TLS. Everything here is called on its
 * {@link Loop}. What is written leaves at the end of the loop's turn.
 *
 * <p>Once we have closed, what still comes is thrown away unread until the client has closed too,
 * or its time for that is over.
 */
public final class WebSocket extends ChannelInboundHandlerAdapter {
  // What lies in the channel beyond this is not worth writing yet: the kernel takes no more.
  public static final int WRITE_AHEAD_BYTES = 64 * 1024;
  private static final WriteBufferWaterMark MARKS =
      new WriteBufferWaterMark(WRITE_AHEAD_BYTES / 2, WRITE_AHEAD_BYTES);

  private final Loop loop;
  private final FrameReader reader;
  private final @Nullable Deflate deflate;
  private @Nullable Listener listener;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf waiting;
  private State state = State.HELD;
  private boolean isWritten;

  private enum State {
    /** What comes waits until somebody listens. */
    HELD,
    OPEN,
    /** We have closed, and wait for the client's close frame. */
    CLOSING,
    /** Nothing that comes can be read. */
    DEAF
  }

  /** Who hears what comes; on the loop. */
  public interface Listener {
    void onText(String message, int bytes);

    void onBinary(byte[] message);

    /** A frame has been read, and what was in it been told. */
    void onFrame();

    /** What the protocol or a limit does not allow; nothing more will come. */
    void onBad(CloseReason reason);

    /** There is room again. */
    void onWritable();

    void onGone();
  }

  WebSocket(Loop loop, FrameReader.Limits limits, @Nullable DeflateTerms terms) {
    this.loop = loop;
    this.deflate = terms == null ? null : new Deflate(terms);
    this.reader = new FrameReader(limits, deflate);
  }

  public Loop loop() {
    return loop;
  }

  /** From now on this one hears what comes, and what has come meanwhile. */
  public void listen(Listener newListener) {
    listener = newListener;
    if (state != State.HELD) {
      return;
    }
    if (!channel().isActive()) {
      state = State.DEAF;
      newListener.onGone();
      return;
    }
    state = State.OPEN;
    ByteBuf kept = waiting;
    waiting = null;
    if (kept == null) {
      channel().config().setAutoRead(true);
    } else {
      // Not from within what the listener is just doing.
      loop.later(() -> goOn(kept));
    }
  }

  /** Lets everything that comes wait until somebody listens. */
  public void hold() {
    if (state == State.OPEN) {
      state = State.HELD;
      channel().config().setAutoRead(false);
    }
  }

  /** Whether a message has come in part. */
  public boolean isIncomplete() {
    return reader.isIncomplete();
  }

  /** Whether there is room for more; if not, the listener hears when there is. */
  public boolean isWritable() {
    return channel().isWritable();
  }

  /** How much has been written that the kernel did not take yet, about. */
  public long unsentBytes() {
    ChannelOutboundBuffer written = channel().unsafe().outboundBuffer();
    return written == null ? 0 : written.totalPendingWriteBytes();
  }

  /** Whether messages of some size are compressed, so that no finished frames can be written. */
  public boolean isCompressing() {
    return deflate != null;
  }

  /** Where buffers for it come from. */
  public ByteBufAllocator alloc() {
    return channel().alloc();
  }

  /** Writes frames as they are, see {@link Frames}. They belong to the channel then. */
  public void write(ByteBuf frames) {
    if (state == State.OPEN || state == State.HELD) {
      writeAnyway(frames);
    } else {
      frames.release();
    }
  }

  /** Writes a message, compressed if that was agreed on and is worth it. */
  public void writeText(byte[] utf8) {
    writeMessage(FrameHead.TEXT, utf8);
  }

  public void writeBinary(byte[] message) {
    writeMessage(FrameHead.BINARY, message);
  }

  /**
   * Closes with a close frame, and for good if the client does not within so many milliseconds.
   *
   * @param status 1005 for a frame without one
   */
  public void close(int status, String words, long millis) {
    if (state == State.CLOSING) {
      return;
    }
    boolean readable = state != State.DEAF;
    state = readable ? State.CLOSING : State.DEAF;
    dropWaiting();
    writeAnyway(Frames.close(channel().alloc(), status, words));
    // Not at the end of the turn: the process may end before.
    context().flush();
    channel().config().setAutoRead(true);
    Channel closed = channel();
    loop.eventLoop().schedule(() -> closed.close(), millis, TimeUnit.MILLISECONDS);
  }

  /** Closes at once: nothing that we still write would be read. */
  public void abort() {
    state = State.DEAF;
    dropWaiting();
    channel().close();
  }

  /** At the end of a turn. */
  void flush() {
    isWritten = false;
    context().flush();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    added.channel().config().setWriteBufferWaterMark(MARKS);
  }

  @Override
  public void channelRead(ChannelHandlerContext at, Object message) {
    if (message instanceof ByteBuf bytes) {
      loop.inContext(() -> read(bytes));
    } else {
      // The end of the request for the upgrade, which Vert.x waits for.
      at.fireChannelRead(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext at) {
    Listener hears = listener;
    if (hears != null && state == State.OPEN && at.channel().isWritable()) {
      loop.inContext(hears::onWritable);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext at) {
    Listener hears = listener;
    state = State.DEAF;
    dropWaiting();
    if (deflate != null) {
      deflate.close();
    }
    if (hears != null) {
      loop.inContext(hears::onGone);
    }
    at.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext at, Throwable broken) {
    // Whatever it was, the end of the connection follows, and is heard of by itself.
    at.close();
  }

  private void goOn(ByteBuf kept) {
    read(kept);
    channel().config().setAutoRead(state != State.HELD);
  }

  private void read(ByteBuf bytes) {
    boolean failed = true;
    try {
      while (state == State.OPEN || state == State.CLOSING) {
        Incoming incoming = reader.next(bytes, loop.scratch());
        if (incoming == null) {
          failed = false;
          return;
        }
        take(incoming);
      }
      if (state == State.HELD) {
        keep(bytes);
      }
      failed = false;
    } finally {
      bytes.release();
      if (failed) {
        // What is left of the bytes is lost, and the next would be read as something else.
        abort();
      }
    }
  }

  private void take(Incoming incoming) {
    if (state == State.CLOSING) {
      if (incoming instanceof Incoming.Close || incoming instanceof Incoming.Bad) {
        state = State.DEAF;
        channel().close();
      }
      return;
    }
    Listener hears = listener;
    if (hears == null) {
      return;
    }
    if (incoming instanceof Incoming.Text text) {
      hears.onText(text.message(), text.bytes());
    } else if (incoming instanceof Incoming.Binary binary) {
      hears.onBinary(binary.message());
    } else if (incoming instanceof Incoming.Ping ping) {
      writeAnyway(Frames.of(channel().alloc(), FrameHead.PONG, ping.payload()));
    } else if (incoming instanceof Incoming.Close close) {
      answer(close.status());
    } else if (incoming instanceof Incoming.Bad bad) {
      state = State.DEAF;
      hears.onBad(bad.reason());
    }
    hears.onFrame();
  }

  /** The client has closed: it is told that we know, and then there is nothing left. */
  private void answer(int status) {
    state = State.DEAF;
    ByteBuf close = Frames.close(channel().alloc(), status, "");
    context().writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
  }

  private void keep(ByteBuf bytes) {
    ByteBuf kept = waiting;
    if (bytes.isReadable()) {
      waiting = (kept == null ? Unpooled.buffer(bytes.readableBytes()) : kept).writeBytes(bytes);
    }
  }

  private void dropWaiting() {
    if (waiting != null) {
      waiting.release();
      waiting = null;
    }
  }

  private void writeMessage(int opcode, byte[] message) {
    Deflate agreed = deflate;
    if (state != State.OPEN && state != State.HELD) {
      return;
    }
    if (agreed != null && message.length >= Deflate.THRESHOLD) {
      writeAnyway(Frames.compressed(channel().alloc(), opcode, agreed.deflate(message)));
    } else {
      writeAnyway(Frames.of(channel().alloc(), opcode, message));
    }
  }

  private void writeAnyway(ByteBuf bytes) {
    ChannelHandlerContext to = context();
    to.write(bytes, to.voidPromise());
    if (!isWritten) {
      isWritten = true;
      loop.flushLater(this);
    }
  }

  private Channel channel() {
    return context().channel();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext there = context;
    if (there == null) {
      throw new IllegalStateException("the websocket is in no pipeline yet");
    }
    return there;
  }
}
