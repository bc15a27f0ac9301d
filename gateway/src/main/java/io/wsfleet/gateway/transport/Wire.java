package io.wsfleet.gateway.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.engineio.PayloadWriter;
import io.wsfleet.gateway.socketio.Frame;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The outbound half of a websocket: takes frames from the connection's {@link Outbox} as the socket
 * takes more, so that nothing but a bounded queue lies between us and a client that does not read.
 */
final class Wire {
  private static final String VERTX_HANDLER = "handler";
  private static final int WRITE_AHEAD_BYTES = 64 * 1024;

  private final Context context;
  private final ServerWebSocket socket;
  private final Channel channel;
  private final EngineVersion version;
  private final boolean textOnly;
  private final TransportSettings settings;
  private final Traffic traffic;
  private final Gate gate;
  private final Outbox outbox;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean blocked;
  private volatile boolean begun;
  private volatile boolean closed;
  private boolean writing;

  Wire(
      Context context,
      ServerWebSocket socket,
      Channel channel,
      Connection connection,
      TransportSettings settings,
      Traffic traffic,
      Gate gate) {
    this.gate = gate;
    this.context = context;
    this.socket = socket;
    this.channel = channel;
    this.version = connection.version();
    this.textOnly = connection.isTextOnly();
    this.settings = settings;
    this.traffic = traffic;
    this.outbox = connection.outbox();
    channel.pipeline().addBefore(VERTX_HANDLER, "gate", gate);
    socket.setWriteQueueMaxSize(WRITE_AHEAD_BYTES);
    socket.drainHandler(drained -> write());
  }

  /** From now on the outbox is emptied here. */
  void begin() {
    begun = true;
    write();
  }

  /** Something waits in the outbox. From any thread. */
  void wake() {
    if (begun && !blocked && !closed && scheduled.compareAndSet(false, true)) {
      context.runOnContext(go -> write());
    }
  }

  /** Whether the socket takes nothing more just now. From any thread. */
  boolean isBlocked() {
    return blocked;
  }

  /** Writes past the outbox. */
  void say(String text) {
    socket.writeFinalTextFrame(text);
  }

  /**
   * Whether too much was written past the queue: Vert.x answers the pings of the websocket protocol
   * by itself, whether or not anybody reads the pongs.
   */
  boolean isFlooded() {
    ChannelOutboundBuffer written = channel.unsafe().outboundBuffer();
    return written != null
        && written.totalPendingWriteBytes() > WRITE_AHEAD_BYTES + settings.outboundBytes();
  }

  /** Says farewell as the reason wants it, and closes for good if the client does not. */
  void close(CloseReason reason) {
    if (closed) {
      return;
    }
    if (reason == CloseReason.SLOW_CLIENT) {
      // Nothing that we still write would be read, a close frame neither.
      closed = true;
      channel.close();
      return;
    }
    write();
    closed = true;
    gate.close();
    channel.writeAndFlush(
        reason.status() == 1005
            ? new CloseWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER)
            : new CloseWebSocketFrame(reason.status(), reason.words()));
    channel
        .eventLoop()
        .schedule(
            () -> {
              channel.close();
            },
            settings.closeMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void write() {
    scheduled.set(false);
    // A large attachment may be gone so quickly that the socket asks for more in the middle of a
    // frame, whose other attachments come first.
    if (writing || !begun || closed || socket.isClosed()) {
      return;
    }
    writing = true;
    try {
      writeWhatIsTaken();
    } finally {
      writing = false;
    }
  }

  private void writeWhatIsTaken() {
    while (true) {
      if (socket.writeQueueFull()) {
        blocked = true;
        return;
      }
      // Before the queue is looked into: who adds to it later sees this and wakes us.
      blocked = false;
      Frame frame = outbox.poll();
      if (frame == null) {
        return;
      }
      write(frame);
    }
  }

  private void write(Frame frame) {
    traffic.sent.increment();
    socket.writeFinalTextFrame(frame.text());
    for (byte[] attachment : frame.attachments()) {
      if (textOnly) {
        socket.writeFinalTextFrame(PayloadWriter.base64(version, attachment));
      } else {
        socket.writeFinalBinaryFrame(binary(attachment));
      }
    }
  }

  /** Engine.IO 3 leads a binary message by its type, too. */
  private Buffer binary(byte[] attachment) {
    return version == EngineVersion.V4
        ? Buffer.buffer(attachment)
        : Buffer.buffer(attachment.length + 1).appendByte((byte) 4).appendBytes(attachment);
  }
}
