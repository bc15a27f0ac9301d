package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.RequestPolicy;
import io.wsfleet.gateway.engineio.server.Transport;
import io.wsfleet.gateway.engineio.server.TransportListener;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.net.websocket.WebSocketWriter;
import io.wsfleet.gateway.net.websocket.frames.CloseCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a transport. Packets are written while the channel is writable; then they are
 * queued in the connection's {@code Outbox}, so that the memory for a client that does not read is
 * limited. The listener may change: during an upgrade it is the {@link Upgrade}.
 */
public final class WebSocketTransport implements Transport, WebSocket.Listener {
  private final WebSocket socket;
  // Also a field: each delivery uses it.
  private final WebSocketWriter writer;
  private final Connection connection;
  private final TransportContext context;
  private final AttachmentEncoding attachmentEncoding;
  private TransportListener transportListener;
  private boolean active;
  private boolean closed;
  private boolean outputEnded;
  private @Nullable CloseCode violation;

  WebSocketTransport(
      WebSocket socket,
      Connection connection,
      TransportContext context,
      TransportListener transportListener) {
    this.socket = socket;
    this.writer = socket.writer();
    this.connection = connection;
    this.context = context;
    this.transportListener = transportListener;
    this.attachmentEncoding = AttachmentEncoding.of(connection);
  }

  /** The queue of the WebSocket's event loop, on which everything here runs. */
  public EventLoopQueue eventLoopQueue() {
    return socket.eventLoopQueue();
  }

  @Override
  public String name() {
    return RequestPolicy.WEBSOCKET;
  }

  @Override
  public void open(String packet) {
    sendPacket(packet);
    activate(connection);
  }

  /** Makes this the active transport of the connection. */
  public void activate(TransportListener newListener) {
    transportListener = newListener;
    active = true;
    onWritable();
    startReading();
  }

  /** Keeps input until {@link #activate}. */
  void pauseReading() {
    socket.pauseReading();
  }

  void startReading() {
    socket.startReading(this);
  }

  /** Sends a packet that is not one of the connection. */
  void sendPacket(String packet) {
    writer.writeText(packet.getBytes(UTF_8));
  }

  @Override
  public void send(EncodedPacket packet) {
    eventLoopQueue().submit(() -> sendOrEnqueue(packet));
  }

  @Override
  public void runInSendOrder(Runnable task) {
    eventLoopQueue().submit(task::run);
  }

  @Override
  public void scheduleFlush() {
    eventLoopQueue().submit(this::onWritable);
  }

  @Override
  public boolean isBlocked() {
    return !writer.isWritable();
  }

  @Override
  public boolean hasPartialMessage() {
    return socket.hasPartialMessage();
  }

  /** Whether encoded frames can be written now because nothing is queued. On the event loop. */
  public boolean canWriteEncoded() {
    return canWrite() && !writer.isCompressing();
  }

  /** Encodes packets for all clients with this encoding. */
  public ByteBuf encode(List<EncodedPacket> packets) {
    return attachmentEncoding.encode(packets, writer.alloc());
  }

  /** Writes frames that were encoded for all clients with this encoding. On the event loop. */
  public void writeEncoded(ByteBuf frames) {
    writer.write(frames.retainedDuplicate());
  }

  public AttachmentEncoding attachmentEncoding() {
    return attachmentEncoding;
  }

  /** Sends or queues a packet. On the event loop. */
  void sendOrEnqueue(EncodedPacket packet) {
    if (closed) {
      return;
    }
    if (canWrite()) {
      write(packet);
    } else {
      connection.enqueue(packet, active && !writer.isWritable());
    }
  }

  @Override
  public boolean isIdle() {
    return !hasPartialMessage() && writer.unsentBytes() == 0;
  }

  @Override
  public void endOutput() {
    onWritable();
    outputEnded = true;
    socket.endOutput();
  }

  @Override
  public void close(CloseReason reason) {
    if (closed) {
      return;
    }
    if (reason == CloseReason.SLOW_CLIENT || outputEnded) {
      // The client would read nothing, not even a close frame.
      closed = true;
      socket.abort();
      return;
    }
    onWritable();
    closed = true;
    int status = violation == null ? reason.status() : violation.number();
    socket.close(status, reason.label(), context.webSocket().closeMillis());
  }

  @Override
  public void onText(String message, int bytes) {
    if (acceptsInput()) {
      transportListener.onText(message, bytes);
    }
  }

  @Override
  public void onBinary(byte[] message) {
    if (acceptsInput()) {
      transportListener.onBinary(message);
    }
  }

  @Override
  public void onFrame() {
    if (acceptsInput()) {
      transportListener.onActivity();
    }
  }

  @Override
  public void onViolation(CloseCode code) {
    violation = code;
    transportListener.close(
        switch (code) {
          case PROTOCOL_ERROR -> CloseReason.TRANSPORT_ERROR;
          case MESSAGE_TOO_BIG -> CloseReason.MESSAGE_TOO_BIG;
          case INVALID_PAYLOAD_DATA -> CloseReason.INVALID_TEXT;
          case POLICY_VIOLATION -> CloseReason.MESSAGE_TOO_SLOW;
          default -> throw new IllegalStateException("not a violation: " + code);
        });
  }

  @Override
  public void onWritable() {
    while (active && !closed && writer.isWritable()) {
      EncodedPacket next = connection.outboundQueue().poll();
      if (next != null) {
        write(next);
      } else if (!connection.refill()) {
        return;
      }
    }
  }

  @Override
  public void onClose() {
    closed = true;
    transportListener.onClose();
  }

  private boolean canWrite() {
    return active && !closed && writer.isWritable() && connection.outboundQueue().isEmpty();
  }

  /** Also closes a client that causes more output than the queue allows, by pings. */
  private boolean acceptsInput() {
    if (transportListener.isClosed()) {
      return false;
    }
    long limit = WebSocket.HIGH_WATER_MARK + context.engine().outboundBytes();
    if (writer.isWritable() || writer.unsentBytes() <= limit) {
      return true;
    }
    transportListener.close(CloseReason.SLOW_CLIENT);
    return false;
  }

  private void write(EncodedPacket packet) {
    context.counters().sent.increment();
    if (writer.isCompressing()) {
      attachmentEncoding.write(packet, writer);
    } else {
      writer.write(encode(List.of(packet)));
    }
  }
}
