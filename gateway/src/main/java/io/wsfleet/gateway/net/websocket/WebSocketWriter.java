package io.wsfleet.gateway.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.websocket.frames.Deflate;
import io.wsfleet.gateway.net.websocket.frames.FrameHeader;
import io.wsfleet.gateway.net.websocket.frames.FrameWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one {@link WebSocket}, on its {@link EventLoopQueue}. What is written is
 * flushed at the end of the event loop's turn. After a close frame, messages are discarded.
 */
public final class WebSocketWriter implements EventLoopQueue.Flushable {
  private final EventLoopQueue eventLoopQueue;
  private final @Nullable Deflate deflate;
  private @Nullable ChannelHandlerContext context;
  private boolean flushScheduled;
  private boolean closed;

  WebSocketWriter(EventLoopQueue eventLoopQueue, @Nullable Deflate deflate) {
    this.eventLoopQueue = eventLoopQueue;
    this.deflate = deflate;
  }

  void onAdded(ChannelHandlerContext added) {
    context = added;
  }

  EventLoopQueue eventLoopQueue() {
    return eventLoopQueue;
  }

  /** Whether the channel accepts more; if not, the listener is told when it does. */
  public boolean isWritable() {
    return channel().isWritable();
  }

  /** About how many written bytes the kernel has not accepted yet. */
  public long unsentBytes() {
    ChannelOutboundBuffer written = channel().unsafe().outboundBuffer();
    return written == null ? 0 : written.totalPendingWriteBytes();
  }

  /** Whether compression was negotiated, so that no encoded frames can be shared. */
  public boolean isCompressing() {
    return deflate != null;
  }

  /** The allocator for buffers that are written here. */
  public ByteBufAllocator alloc() {
    return channel().alloc();
  }

  /** Writes encoded frames, see {@link FrameWriter}, and takes over the buffer. */
  public void write(ByteBuf frames) {
    if (closed) {
      frames.release();
    } else {
      writeAndScheduleFlush(frames);
    }
  }

  /** Writes a text message, compressed if that was negotiated and the message is large. */
  public void writeText(byte[] utf8) {
    writeMessage(FrameHeader.TEXT, utf8);
  }

  /** Writes a binary message, compressed if that was negotiated and the message is large. */
  public void writeBinary(byte[] message) {
    writeMessage(FrameHeader.BINARY, message);
  }

  /** Writes a ping, which every client answers. */
  public void writePing() {
    if (!closed) {
      writeAndScheduleFlush(FrameWriter.frame(alloc(), FrameHeader.PING, new byte[0]));
    }
  }

  void writePong(byte[] payload) {
    if (!closed) {
      writeAndScheduleFlush(FrameWriter.frame(alloc(), FrameHeader.PONG, payload));
    }
  }

  /** Discards what is written from now on, and ends the output after what was written before. */
  void endOutput() {
    closed = true;
    DuplexChannel channel = (DuplexChannel) channel();
    // What is not written when the output ends would fail.
    context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.shutdownOutput());
  }

  /**
   * Writes a close frame and flushes it at once, since the process may end before the turn does.
   */
  void writeClose(int status, String reason) {
    closed = true;
    writeAndScheduleFlush(FrameWriter.closeFrame(alloc(), status, reason));
    context().flush();
  }

  /** Answers the client's close frame and closes the channel then. */
  void replyClose(int status) {
    closed = true;
    context()
        .writeAndFlush(FrameWriter.closeFrame(alloc(), status, ""))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** Discards the messages that are written from now on. */
  void close() {
    closed = true;
  }

  @Override
  public void flush() {
    flushScheduled = false;
    context().flush();
  }

  private void writeMessage(int opcode, byte[] message) {
    if (closed) {
      return;
    }
    Deflate compressor = deflate;
    if (compressor != null && message.length >= Deflate.THRESHOLD) {
      writeAndScheduleFlush(
          FrameWriter.compressedFrame(alloc(), opcode, compressor.deflate(message)));
    } else {
      writeAndScheduleFlush(FrameWriter.frame(alloc(), opcode, message));
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

  Channel channel() {
    return context().channel();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext current = context;
    if (current == null) {
      throw new IllegalStateException("the WebSocket is not in a pipeline yet");
    }
    return current;
  }

  /** Releases the memory of the compression. */
  void release() {
    if (deflate != null) {
      deflate.close();
    }
  }
}
