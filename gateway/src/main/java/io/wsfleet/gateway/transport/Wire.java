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
import io.wsfleet.gateway.socketio.Frame;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The outbound half of a websocket: frames wait in an {@link Outbox} until the socket takes more,
 * so that nothing but a bounded queue lies between us and a client that does not read.
 */
final class Wire {
  private static final String VERTX_HANDLER = "handler";
  private static final int WRITE_AHEAD_BYTES = 64 * 1024;

  private final Context context;
  private final ServerWebSocket socket;
  private final Channel channel;
  private final EngineVersion version;
  private final TransportSettings settings;
  private final Traffic traffic;
  private final Gate gate;
  private final Runnable onSlow;
  private final Outbox outbox;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean blocked;
  private volatile boolean closed;

  Wire(
      Context context,
      ServerWebSocket socket,
      Channel channel,
      EngineVersion version,
      TransportSettings settings,
      Traffic traffic,
      Gate gate,
      Runnable onSlow) {
    this.gate = gate;
    this.context = context;
    this.socket = socket;
    this.channel = channel;
    this.version = version;
    this.settings = settings;
    this.traffic = traffic;
    this.onSlow = onSlow;
    this.outbox = new Outbox(settings.outboundBytes());
    channel.pipeline().addBefore(VERTX_HANDLER, "gate", gate);
    socket.setWriteQueueMaxSize(WRITE_AHEAD_BYTES);
    socket.drainHandler(drained -> write());
  }

  /** From any thread. */
  void send(Frame frame) {
    if (closed) {
      return;
    }
    if (frame.droppable() && blocked) {
      traffic.dropped.increment();
      return;
    }
    Outbox.Taken taken = outbox.add(frame);
    if (taken == Outbox.Taken.OVERFLOW) {
      context.runOnContext(go -> onSlow.run());
      return;
    }
    if (taken == Outbox.Taken.SOME_DROPPED) {
      traffic.dropped.increment();
    }
    if (!blocked && scheduled.compareAndSet(false, true)) {
      context.runOnContext(go -> write());
    }
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
      outbox.clear();
      channel.close();
      return;
    }
    write();
    closed = true;
    outbox.clear();
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
    if (closed || socket.isClosed()) {
      return;
    }
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
      socket.writeFinalBinaryFrame(binary(attachment));
    }
  }

  /** Engine.IO 3 leads a binary message by its type, too. */
  private Buffer binary(byte[] attachment) {
    return version == EngineVersion.V4
        ? Buffer.buffer(attachment)
        : Buffer.buffer(attachment.length + 1).appendByte((byte) 4).appendBytes(attachment);
  }
}
