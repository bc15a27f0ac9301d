package io.wsfleet.gateway.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.websocket.frames.CloseCode;
import io.wsfleet.gateway.net.websocket.frames.Deflate;
import io.wsfleet.gateway.net.websocket.frames.DeflateParameters;
import io.wsfleet.gateway.net.websocket.frames.FrameReader;
import io.wsfleet.gateway.net.websocket.frames.InboundMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: the only handler of its channel besides TLS. It reads messages with a {@link
 * FrameReader} and gives them to a {@link Listener}; a {@link WebSocketWriter} writes. All methods
 * are called on its {@link EventLoopQueue}.
 *
 * <p>After this side has sent a close frame, frames are discarded until the client's close frame
 * comes or its time is over.
 */
public final class WebSocket extends ChannelInboundHandlerAdapter {
  /** A channel with more unsent bytes than this is not writable: the kernel accepts no more. */
  public static final int HIGH_WATER_MARK = 64 * 1024;

  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(HIGH_WATER_MARK / 2, HIGH_WATER_MARK);

  private final FrameReader reader;
  private final WebSocketWriter writer;
  private @Nullable Listener listener;
  private State state = State.PAUSED;

  private enum State {
    /** What comes is kept until there is a listener. */
    PAUSED,
    OPEN,
    /** This side has sent a close frame and waits for the client's. */
    CLOSING,
    /** Nothing that comes can be read. */
    INPUT_CLOSED
  }

  /** Receives the messages of a WebSocket, on its event loop. */
  public interface Listener {
    void onText(String message, int bytes);

    void onBinary(byte[] message);

    /** A frame was read, and its message, if it was complete, was given to the listener. */
    void onFrame();

    /** The client violated the protocol or a limit; nothing more can be read. */
    void onViolation(CloseCode code);

    /** The channel is writable again. */
    void onWritable();

    void onClose();
  }

  WebSocket(
      EventLoopQueue eventLoopQueue,
      FrameReader.Limits limits,
      @Nullable DeflateParameters parameters) {
    Deflate deflate = parameters == null ? null : new Deflate(parameters);
    this.reader = new FrameReader(limits, deflate);
    this.writer = new WebSocketWriter(eventLoopQueue, deflate);
  }

  public EventLoopQueue eventLoopQueue() {
    return writer.eventLoopQueue();
  }

  public WebSocketWriter writer() {
    return writer;
  }

  /** Gives messages to this listener from now on, also those that came before. */
  public void startReading(Listener newListener) {
    listener = newListener;
    if (state != State.PAUSED) {
      return;
    }
    if (!channel().isActive()) {
      endInput();
      newListener.onClose();
      return;
    }
    state = State.OPEN;
    ByteBuf unread = reader.takeUnread();
    if (unread == null) {
      channel().config().setAutoRead(true);
    } else {
      // Later, not within what the listener is doing now.
      eventLoopQueue().schedule(() -> resumeReading(unread));
    }
  }

  /** Keeps what comes until {@link #startReading}. */
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

  /**
   * Sends a close frame, and closes the channel if the client's close frame does not come in time.
   * If nothing more can be read, not even that, the output ends behind the close frame.
   *
   * @param status {@link CloseCode#NO_STATUS} for a frame without a status
   * @param millis how long to wait for the client's close frame
   */
  public void close(int status, String reason, long millis) {
    if (state == State.CLOSING) {
      return;
    }
    state = state == State.INPUT_CLOSED ? State.INPUT_CLOSED : State.CLOSING;
    reader.releaseUnread();
    writer.writeClose(status, reason);
    if (state == State.INPUT_CLOSED) {
      writer.endOutput();
    }
    Channel channel = channel();
    channel.config().setAutoRead(true);
    eventLoopQueue().eventLoop().schedule(() -> channel.close(), millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Ends the output of the channel after what was written, without a close frame. Messages that
   * come are still given to the listener, until the client ends its side.
   */
  public void endOutput() {
    writer.endOutput();
  }

  /** Closes the channel at once, for a client that would not read a close frame. */
  public void abort() {
    endInput();
    reader.releaseUnread();
    channel().close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    writer.onAdded(added);
    added.channel().config().setWriteBufferWaterMark(WATER_MARK);
  }

  @Override
  public void channelRead(ChannelHandlerContext at, Object message) {
    if (message instanceof ByteBuf bytes) {
      eventLoopQueue().runInContext(() -> read(bytes));
    } else {
      // The end of the upgrade request, for which Vert.x waits.
      at.fireChannelRead(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext at) {
    Listener target = listener;
    if (target != null && state == State.OPEN && at.channel().isWritable()) {
      eventLoopQueue().runInContext(target::onWritable);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext at) {
    Listener target = listener;
    endInput();
    reader.releaseUnread();
    writer.release();
    if (target != null) {
      eventLoopQueue().runInContext(target::onClose);
    }
    at.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext at, Throwable failure) {
    // Closing is reported by channelInactive.
    at.close();
  }

  private void resumeReading(ByteBuf unread) {
    read(unread);
    channel().config().setAutoRead(state != State.PAUSED);
  }

  private void read(ByteBuf bytes) {
    boolean failed = true;
    try {
      while (state == State.OPEN || state == State.CLOSING) {
        InboundMessage message = reader.next(bytes, eventLoopQueue().scratch());
        if (message == null) {
          failed = false;
          return;
        }
        handle(message);
      }
      if (state == State.PAUSED) {
        reader.keepUnread(bytes);
      }
      failed = false;
    } finally {
      bytes.release();
      if (failed) {
        // The rest of the bytes is lost, so the next bytes do not start with a frame.
        abort();
      }
    }
  }

  private void handle(InboundMessage message) {
    if (state == State.CLOSING) {
      if (message instanceof InboundMessage.Close || message instanceof InboundMessage.Violation) {
        endInput();
        channel().close();
      }
      return;
    }
    Listener target = listener;
    if (target == null) {
      return;
    }
    if (message instanceof InboundMessage.Text text) {
      target.onText(text.message(), text.bytes());
    } else if (message instanceof InboundMessage.Binary binary) {
      target.onBinary(binary.message());
    } else if (message instanceof InboundMessage.Ping ping) {
      writer.writePong(ping.payload());
    } else if (message instanceof InboundMessage.Close close) {
      endInput();
      writer.replyClose(close.status());
    } else if (message instanceof InboundMessage.Violation violation) {
      endInput();
      target.onViolation(violation.code());
    }
    target.onFrame();
  }

  private void endInput() {
    state = State.INPUT_CLOSED;
    writer.close();
  }

  private Channel channel() {
    return writer.channel();
  }
}
