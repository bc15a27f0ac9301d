package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.impl.ContextInternal;
import io.wsfleet.gateway.engineio.CloseReason;

/**
 * A connection over a websocket: frames in, put together to messages, and a {@link Wire} out. Who
 * hears the messages may change: at first that may be an {@link Upgrade}.
 */
final class WebSocketTransport implements Transport {
  private final ContextInternal context;
  private final ServerWebSocket socket;
  private final Fragments fragments;
  private final Wire wire;
  private final Connection connection;
  private Receiver receiver;

  WebSocketTransport(
      ContextInternal context,
      ServerWebSocket socket,
      Channel channel,
      TransportSettings settings,
      Traffic traffic,
      Connection connection,
      Receiver receiver) {
    this.context = context;
    this.socket = socket;
    this.connection = connection;
    this.receiver = receiver;
    this.fragments = new Fragments(settings.maxPayload(), settings.maxFrames());
    this.wire =
        new Wire(context, socket, channel, connection, settings, traffic, new Gate(this::onBroken));
    socket.frameHandler(this::onFrame);
    // An exception is followed by the end of the connection, which is heard of by itself.
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(end -> this.receiver.onGone());
  }

  /** The event loop of the websocket, on which everything here runs. */
  ContextInternal context() {
    return context;
  }

  @Override
  public String name() {
    return RequestPolicy.WEBSOCKET;
  }

  @Override
  public void open(String packet) {
    wire.say(packet);
    begin(connection);
  }

  /** From now on this is how the connection's packets travel. */
  void begin(Receiver newReceiver) {
    receiver = newReceiver;
    if (socket.isClosed()) {
      receiver.onGone();
    } else {
      wire.begin();
      socket.resume();
    }
  }

  /** Lets everything that comes wait until {@link #begin}. */
  void hold() {
    socket.pause();
  }

  /** Sends a packet that is no packet of the connection. */
  void say(String packet) {
    wire.say(packet);
  }

  @Override
  public void wake() {
    wire.wake();
  }

  @Override
  public boolean isBlocked() {
    return wire.isBlocked();
  }

  @Override
  public boolean isIncomplete() {
    return fragments.isIncomplete();
  }

  @Override
  public void close(CloseReason reason) {
    wire.close(reason);
  }

  private void onFrame(WebSocketFrame frame) {
    if (receiver.isClosed()) {
      return;
    }
    if (wire.isFlooded()) {
      receiver.close(CloseReason.SLOW_CLIENT);
      return;
    }
    if (frame.isText() || frame.isBinary()) {
      onAssembled(fragments.first(frame.binaryData(), frame.isText(), frame.isFinal()));
    } else if (frame.isContinuation()) {
      onAssembled(fragments.next(frame.binaryData(), frame.isFinal()));
    }
    receiver.onActivity();
  }

  private void onAssembled(Fragments.Assembled assembled) {
    if (assembled instanceof Fragments.Assembled.Text text) {
      receiver.onText(text.message());
    } else if (assembled instanceof Fragments.Assembled.Binary binary) {
      receiver.onBinary(binary.message());
    } else if (assembled instanceof Fragments.Assembled.Bad bad) {
      receiver.close(bad.reason());
    }
  }

  private void onBroken(CloseReason reason) {
    receiver.close(reason);
  }
}
