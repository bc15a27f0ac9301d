package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.socketio.Frame;

/** A connection over a websocket: frames in, put together to messages, and a {@link Wire} out. */
final class WebSocketTransport implements Transport {
  private final Connection connection;
  private final Fragments fragments;
  private final Wire wire;

  WebSocketTransport(
      Vertx vertx,
      ServerWebSocket socket,
      Channel channel,
      Connection connection,
      TransportSettings settings,
      Traffic traffic) {
    this.connection = connection;
    this.fragments = new Fragments(settings.maxPayload(), settings.maxFrames());
    this.wire =
        new Wire(
            vertx.getOrCreateContext(),
            socket,
            channel,
            connection.version(),
            settings,
            traffic,
            new Gate(this::onBroken),
            () -> connection.close(CloseReason.SLOW_CLIENT));
    socket.frameHandler(this::onFrame);
    // An exception is followed by the end of the connection, which is heard of by itself.
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(end -> connection.onGone());
  }

  @Override
  public void send(Frame frame) {
    wire.send(frame);
  }

  @Override
  public boolean isFlooded() {
    return wire.isFlooded();
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
    if (connection.isClosed()) {
      return;
    }
    if (isFlooded()) {
      connection.close(CloseReason.SLOW_CLIENT);
      return;
    }
    if (frame.isText() || frame.isBinary()) {
      onAssembled(fragments.first(frame.binaryData(), frame.isText(), frame.isFinal()));
    } else if (frame.isContinuation()) {
      onAssembled(fragments.next(frame.binaryData(), frame.isFinal()));
    }
    connection.onActivity();
  }

  private void onAssembled(Fragments.Assembled assembled) {
    if (assembled instanceof Fragments.Assembled.Text text) {
      connection.onText(text.message());
    } else if (assembled instanceof Fragments.Assembled.Binary binary) {
      connection.onBinary(binary.message());
    } else if (assembled instanceof Fragments.Assembled.Bad bad) {
      connection.close(bad.reason());
    }
  }

  private void onBroken(CorruptedWebSocketFrameException broken) {
    boolean tooBig = broken.closeStatus().code() == CloseReason.MESSAGE_TOO_BIG.status();
    connection.close(tooBig ? CloseReason.MESSAGE_TOO_BIG : CloseReason.TRANSPORT_ERROR);
  }
}
