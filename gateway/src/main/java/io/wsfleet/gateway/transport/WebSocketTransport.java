package io.wsfleet.gateway.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.hub.Courier;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.socketio.Frame;
import java.util.List;

/**
 * A connection over a websocket. Packets go to the channel as long as that has room; what comes
 * after waits in the connection's {@link Outbox}, so that nothing but a bounded queue lies between
 * us and a client that does not read. Who hears the messages may change: at first that may be an
 * {@link Upgrade}.
 */
final class WebSocketTransport implements Transport, WebSocket.Listener {
  private final WebSocket socket;
  private final Connection connection;
  private final Form form;
  private Receiver receiver;
  private boolean begun;
  private boolean closed;

  WebSocketTransport(WebSocket socket, Connection connection, Receiver receiver) {
    this.socket = socket;
    this.connection = connection;
    this.receiver = receiver;
    this.form = Form.of(connection);
  }

  /** The event loop of the websocket, on which everything here runs. */
  EventLoopQueue loop() {
    return socket.eventLoopQueue();
  }

  /** Who brings this client what many get. */
  Courier courier() {
    return (LoopCourier) loop();
  }

  @Override
  public String name() {
    return RequestPolicy.WEBSOCKET;
  }

  @Override
  public void open(String packet) {
    say(packet);
    begin(connection);
  }

  /** From now on this is how the connection's packets travel. */
  void begin(Receiver newReceiver) {
    receiver = newReceiver;
    begun = true;
    onWritable();
    listen();
  }

  /** Lets everything that comes wait until {@link #begin}. */
  void hold() {
    socket.pauseReading();
  }

  void listen() {
    socket.startReading(this);
  }

  /** Sends a packet that is no packet of the connection. */
  void say(String packet) {
    socket.writeText(packet.getBytes(UTF_8));
  }

  @Override
  public void send(Frame frame) {
    loop().submit(() -> take(frame));
  }

  @Override
  public void inOrder(Runnable sending) {
    loop().submit(sending::run);
  }

  @Override
  public void wake() {
    loop().submit(this::onWritable);
  }

  @Override
  public boolean isBlocked() {
    return !socket.isWritable();
  }

  @Override
  public boolean isIncomplete() {
    return socket.hasPartialMessage();
  }

  /** Whether finished frames may go to the channel now, as nothing waits. On the loop. */
  boolean takesFinished() {
    return takes() && !socket.isCompressing();
  }

  /** Writes packets for all clients that have this form. */
  ByteBuf finish(List<Frame> packets) {
    return form.encode(packets, socket.alloc());
  }

  /** Sends packets that were finished for all clients of this form. On the loop. */
  void takeFinished(ByteBuf frames) {
    socket.write(frames.retainedDuplicate());
  }

  Form form() {
    return form;
  }

  /** Sends a packet, or has it wait. On the loop. */
  void take(Frame frame) {
    if (closed) {
      return;
    }
    if (takes()) {
      write(frame);
    } else {
      connection.keep(frame, begun && !socket.isWritable());
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
    socket.close(
        reason.status(), reason.words(), connection.connections().settings().closeMillis());
  }

  @Override
  public void onText(String message, int bytes) {
    if (isHeard()) {
      receiver.onText(message, bytes);
    }
  }

  @Override
  public void onBinary(byte[] message) {
    if (isHeard()) {
      receiver.onBinary(message);
    }
  }

  @Override
  public void onFrame() {
    if (isHeard()) {
      receiver.onActivity();
    }
  }

  @Override
  public void onViolation(CloseReason reason) {
    receiver.close(reason);
  }

  @Override
  public void onWritable() {
    while (begun && !closed && socket.isWritable()) {
      Frame next = connection.nextKept();
      if (next == null) {
        return;
      }
      write(next);
    }
  }

  @Override
  public void onClose() {
    closed = true;
    receiver.onGone();
  }

  private boolean takes() {
    return begun && !closed && socket.isWritable() && !connection.isKeeping();
  }

  /** Also closes whoever makes us write past the queue: pongs of the websocket protocol. */
  private boolean isHeard() {
    if (receiver.isClosed()) {
      return false;
    }
    long most = WebSocket.HIGH_WATER_MARK + connection.connections().settings().outboundBytes();
    if (socket.isWritable() || socket.unsentBytes() <= most) {
      return true;
    }
    receiver.close(CloseReason.SLOW_CLIENT);
    return false;
  }

  private void write(Frame frame) {
    connection.connections().traffic().sent.increment();
    if (socket.isCompressing()) {
      form.write(frame, socket);
    } else {
      socket.write(finish(List.of(frame)));
    }
  }
}
