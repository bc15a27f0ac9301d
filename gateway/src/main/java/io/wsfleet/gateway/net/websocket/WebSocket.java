package io.wsfleet.gateway.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.wsfleet.gateway.net.EventLoopQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One websocket: the only handler of its channel, but for TLS. Everything here is called on its
 * {@link EventLoopQueue}. What is written leaves at the end of the loop's turn.
 *
 * <p>Once we have closed, what still comes is thrown away unread until the client has closed too,
 * or its time for that is over.
 */
public final class WebSocket extends ChannelInboundHandlerAdapter
    implements EventLoopQueue.Flushable {
  // What lies in the channel beyond this is not worth writing yet: the kernel takes no more.
  public static final int HIGH_WATER_MARK = 64 * 1024;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(HIGH_WATER_MARK / 2, HIGH_WATER_MARK);

  private final EventLoopQueue eventLoopQueue;
  private final FrameReader reader;
  private final @Nullable Deflate deflate;
  private @Nullable Listener listener;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf unread;
  private State state = State.PAUSED;
  private boolean flushScheduled;

  private enum State {
    /** What comes waits until somebody listens. */
    PAUSED,
    OPEN,
    /** We have closed, and wait for the client's close frame. */
    CLOSING,
    /** Nothing that comes can be read. */
    INPUT_CLOSED
  }

  /** Who hears what comes; on the loop. */
  public interface Listener {
    void onText(String message, int bytes);

    void onBinary(byte[] message);

    /** A frame has been read, and what was in it been told. */
    void onFrame();

    /** What the protocol or a limit does not allow; nothing more will come. */
    void onViolation(CloseCode code);

    /** There is room again. */
    void onWritable();

    void onClose();
  }

  WebSocket(
      EventLoopQueue eventLoopQueue,
      FrameReader.Limits limits,
      @Nullable DeflateParameters parameters) {
    this.eventLoopQueue = eventLoopQueue;
    this.deflate = parameters == null ? null : new Deflate(parameters);
    this.reader = new FrameReader(limits, deflate);
  }

  public EventLoopQueue eventLoopQueue() {
    return eventLoopQueue;
  }

  /** From now on this one hears what comes, and what has come meanwhile. */
  public void startReading(Listener newListener) {
    listener = newListener;
    if (state != State.PAUSED) {
      return;
    }
    if (!channel().isActive()) {
      state = State.INPUT_CLOSED;
      newListener.onClose();
      return;
    }
    state = State.OPEN;
    ByteBuf buffered = unread;
    unread = null;
    if (buffered == null) {
      channel().config().setAutoRead(true);
    } else {
      // Not from within what the listener is just doing.
      eventLoopQueue.schedule(() -> resumeReading(buffered));
    }
  }

  /** Lets everything that comes wait until somebody listens. */
  public void pauseReading() {
    if (state == State.OPEN) {
      state = State.PAUSED;
      channel().config().setAutoRead(false);
    }
  }

  /** Whether a message has come in part. */
  public boolean hasPartialMessage() {
    return reader.hasPartialMessage();
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

  /** Writes frames as they are, see {@link FrameWriter}. They belong to the channel then. */
  public void write(ByteBuf frames) {
    if (state == State.OPEN || state == State.PAUSED) {
      writeAndScheduleFlush(frames);
    } else {
      frames.release();
    }
  }

  /** Writes a message, compressed if that was agreed on and is worth it. */
  public void writeText(byte[] utf8) {
    writeMessage(FrameHeader.TEXT, utf8);
  }

  public void writeBinary(byte[] message) {
    writeMessage(FrameHeader.BINARY, message);
  }

  /**
   * Closes with a close frame, and for good if the client does not within so many milliseconds.
   *
   * @param status 1005 for a frame without one
   */
  public void close(int status, String reason, long millis) {
    if (state == State.CLOSING) {
      return;
    }
    boolean readable = state != State.INPUT_CLOSED;
    state = readable ? State.CLOSING : State.INPUT_CLOSED;
    releaseUnread();
    writeAndScheduleFlush(FrameWriter.closeFrame(channel().alloc(), status, reason));
    // Not at the end of the turn: the process may end before.
    context().flush();
    channel().config().setAutoRead(true);
    Channel closed = channel();
    eventLoopQueue.eventLoop().schedule(() -> closed.close(), millis, TimeUnit.MILLISECONDS);
  }

  /** Closes at once: nothing that we still write would be read. */
  public void abort() {
    state = State.INPUT_CLOSED;
    releaseUnread();
    channel().close();
  }

  @Override
  public void flush() {
    flushScheduled = false;
    context().flush();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    added.channel().config().setWriteBufferWaterMark(WATER_MARK);
  }

  @Override
  public void channelRead(ChannelHandlerContext at, Object message) {
    if (message instanceof ByteBuf bytes) {
      eventLoopQueue.runInContext(() -> read(bytes));
    } else {
      // The end of the request for the upgrade, which Vert.x waits for.
      at.fireChannelRead(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext at) {
    Listener target = listener;
    if (target != null && state == State.OPEN && at.channel().isWritable()) {
      eventLoopQueue.runInContext(target::onWritable);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext at) {
    Listener target = listener;
    state = State.INPUT_CLOSED;
    releaseUnread();
    if (deflate != null) {
      deflate.close();
    }
    if (target != null) {
      eventLoopQueue.runInContext(target::onClose);
    }
    at.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext at, Throwable broken) {
    // Whatever it was, the end of the connection follows, and is heard of by itself.
    at.close();
  }

  private void resumeReading(ByteBuf buffered) {
    read(buffered);
    channel().config().setAutoRead(state != State.PAUSED);
  }

  private void read(ByteBuf bytes) {
    boolean failed = true;
    try {
      while (state == State.OPEN || state == State.CLOSING) {
        InboundMessage inboundMessage = reader.next(bytes, eventLoopQueue.scratch());
        if (inboundMessage == null) {
          failed = false;
          return;
        }
        handle(inboundMessage);
      }
      if (state == State.PAUSED) {
        bufferUnread(bytes);
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

  private void handle(InboundMessage inboundMessage) {
    if (state == State.CLOSING) {
      if (inboundMessage instanceof InboundMessage.Close
          || inboundMessage instanceof InboundMessage.Violation) {
        state = State.INPUT_CLOSED;
        channel().close();
      }
      return;
    }
    Listener target = listener;
    if (target == null) {
      return;
    }
    if (inboundMessage instanceof InboundMessage.Text text) {
      target.onText(text.message(), text.bytes());
    } else if (inboundMessage instanceof InboundMessage.Binary binary) {
      target.onBinary(binary.message());
    } else if (inboundMessage instanceof InboundMessage.Ping ping) {
      writeAndScheduleFlush(FrameWriter.frame(channel().alloc(), FrameHeader.PONG, ping.payload()));
    } else if (inboundMessage instanceof InboundMessage.Close close) {
      replyClose(close.status());
    } else if (inboundMessage instanceof InboundMessage.Violation violation) {
      state = State.INPUT_CLOSED;
      target.onViolation(violation.code());
    }
    target.onFrame();
  }

  /** The client has closed: it is told that we know, and then there is nothing left. */
  private void replyClose(int status) {
    state = State.INPUT_CLOSED;
    ByteBuf close = FrameWriter.closeFrame(channel().alloc(), status, "");
    context().writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
  }

  private void bufferUnread(ByteBuf bytes) {
    ByteBuf buffered = unread;
    if (bytes.isReadable()) {
      unread =
          (buffered == null ? Unpooled.buffer(bytes.readableBytes()) : buffered).writeBytes(bytes);
    }
  }

  private void releaseUnread() {
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  private void writeMessage(int opcode, byte[] message) {
    Deflate compressor = deflate;
    if (state != State.OPEN && state != State.PAUSED) {
      return;
    }
    if (compressor != null && message.length >= Deflate.THRESHOLD) {
      writeAndScheduleFlush(
          FrameWriter.compressedFrame(channel().alloc(), opcode, compressor.deflate(message)));
    } else {
      writeAndScheduleFlush(FrameWriter.frame(channel().alloc(), opcode, message));
    }
  }

  private void writeAndScheduleFlush(ByteBuf bytes) {
    ChannelHandlerContext to = context();
    to.write(bytes, to.voidPromise());
    if (!flushScheduled) {
      flushScheduled = true;
      eventLoopQueue.flushAtEndOfTurn(this);
    }
  }

  private Channel channel() {
    return context().channel();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext current = context;
    if (current == null) {
      throw new IllegalStateException("the websocket is in no pipeline yet");
    }
    return current;
  }
}
