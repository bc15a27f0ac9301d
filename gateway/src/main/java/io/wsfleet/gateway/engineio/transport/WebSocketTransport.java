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
import io.wsfleet.gateway.net.websocket.CloseCode;
import io.wsfleet.gateway.net.websocket.WebSocket;
import java.util.List;

/**
 * A connection over a websocket. Packets go to the channel as long as that has room; what comes
 * after waits in the connection's {@code Outbox}, so that nothing but a bounded queue lies between
 * us and a client that does not read. Who hears the messages may change: at first that may be an
 * {@link Upgrade}.
 */
public final class WebSocketTransport implements Transport, WebSocket.Listener {
  private final WebSocket socket;
  private final Connection connection;
  private final TransportContext context;
  private final AttachmentEncoding attachmentEncoding;
  private TransportListener transportListener;
  private boolean active;
  private boolean closed;

  WebSocketTransport(
      WebSocket socket,
      Connection connection,
      TransportContext context,
      TransportListener transportListener) {
    this.socket = socket;
    this.connection = connection;
    this.context = context;
    this.transportListener = transportListener;
    this.attachmentEncoding = AttachmentEncoding.of(connection);
  }

  /** The event loop of the websocket, on which everything here runs. */
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

  /** From now on this is how the connection's packets travel. */
  public void activate(TransportListener newListener) {
    transportListener = newListener;
    active = true;
    onWritable();
    startReading();
  }

  /** Lets everything that comes wait until {@link #activate}. */
  void pauseReading() {
    socket.pauseReading();
  }

  void startReading() {
    socket.startReading(this);
  }

  /** Sends a packet that is no packet of the connection. */
  void sendPacket(String packet) {
    socket.writeText(packet.getBytes(UTF_8));
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
    return !socket.isWritable();
  }

  @Override
  public boolean hasPartialMessage() {
    return socket.hasPartialMessage();
  }

  /** Whether finished frames may go to the channel now, as nothing waits. On the loop. */
  public boolean canWriteEncoded() {
    return canWrite() && !socket.isCompressing();
  }

  /** Writes packets for all clients that have this form. */
  public ByteBuf encode(List<EncodedPacket> packets) {
    return attachmentEncoding.encode(packets, socket.alloc());
  }

  /** Sends packets that were finished for all clients of this form. On the loop. */
  public void writeEncoded(ByteBuf frames) {
    socket.write(frames.retainedDuplicate());
  }

  public AttachmentEncoding attachmentEncoding() {
    return attachmentEncoding;
  }

  /** Sends a packet, or has it wait. On the loop. */
  void sendOrEnqueue(EncodedPacket packet) {
    if (closed) {
      return;
    }
    if (canWrite()) {
      write(packet);
    } else {
      connection.enqueue(packet, active && !socket.isWritable());
    }
  }

  @Override
  public void close(CloseReason reason) {
    if (closed) {
      return;
    }
    if (reason == CloseReason.SLOW_CLIENT) {
      // Nothing that we still write would be read, a close frame neither.
      closed = true;
      socket.abort();
      return;
    }
    onWritable();
    closed = true;
    socket.close(reason.status(), reason.label(), context.webSocket().closeMillis());
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
    while (active && !closed && socket.isWritable()) {
      EncodedPacket next = connection.pollOutbox();
      if (next == null) {
        return;
      }
      write(next);
    }
  }

  @Override
  public void onClose() {
    closed = true;
    transportListener.onClose();
  }

  private boolean canWrite() {
    return active && !closed && socket.isWritable() && !connection.hasQueued();
  }

  /** Also closes whoever makes us write past the queue: pongs of the websocket protocol. */
  private boolean acceptsInput() {
    if (transportListener.isClosed()) {
      return false;
    }
    long limit = WebSocket.HIGH_WATER_MARK + context.engine().outboundBytes();
    if (socket.isWritable() || socket.unsentBytes() <= limit) {
      return true;
    }
    transportListener.close(CloseReason.SLOW_CLIENT);
    return false;
  }

  private void write(EncodedPacket packet) {
    context.counters().sent.increment();
    if (socket.isCompressing()) {
      attachmentEncoding.write(packet, socket);
    } else {
      socket.write(encode(List.of(packet)));
    }
  }
}
