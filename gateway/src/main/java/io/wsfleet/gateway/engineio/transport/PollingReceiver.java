package io.wsfleet.gateway.engineio.transport;

import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.protocol.PayloadReader;
import io.wsfleet.gateway.engineio.protocol.PolledPacket;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.engineio.server.EngineSettings;
import io.wsfleet.gateway.net.RequestDeadline;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the POST requests of a polling session, one at a time. Runs on the event loop of its
 * connection, except {@link #receive}.
 */
final class PollingReceiver {
  private final Connection connection;
  private final EngineSettings settings;
  private final BooleanSupplier active;
  private final BooleanSupplier closing;
  private @Nullable PollingRequest current;

  /**
   * @param active whether polling is the transport of the connection
   * @param closing whether the connection is closed and its client has to be told so
   */
  PollingReceiver(
      Connection connection,
      EngineSettings settings,
      BooleanSupplier active,
      BooleanSupplier closing) {
    this.connection = connection;
    this.settings = settings;
    this.active = active;
    this.closing = closing;
  }

  /** Whether a POST is being received. */
  boolean isReceiving() {
    return current != null;
  }

  /** On the event loop of the request. */
  void receive(PollingRequest post) {
    post.onAborted(() -> connection.execute(() -> onAborted(post)));
    connection.execute(() -> onStarted(post));
    RequestDeadline.start(
        post.channel(),
        settings.timeouts().messageMillis(),
        () -> connection.closeAsync(CloseReason.MESSAGE_TOO_SLOW));
    BodyReader.read(
        post.request(),
        settings.maxPayload(),
        new BodyReader.Callback() {
          @Override
          public void onBody(Buffer body) {
            RequestDeadline.stop(post.channel());
            connection.execute(() -> onReceived(post, body));
          }

          @Override
          public void onTooBig() {
            connection.execute(() -> rejectTooBig(post));
          }
        });
  }

  /** The session is closed. */
  void close() {
    PollingRequest unfinished = current;
    current = null;
    if (unfinished != null) {
      unfinished.closeChannel();
    }
  }

  private void onStarted(PollingRequest post) {
    if (connection.isClosed()) {
      return;
    }
    if (!active.getAsBoolean()) {
      post.sendError(ConnectionError.BAD_REQUEST);
    } else if (current != null || (isBinary(post) && connection.version() == EngineVersion.V4)) {
      connection.close(CloseReason.TRANSPORT_ERROR);
      post.sendStatus(400);
    } else {
      current = post;
    }
  }

  private void onReceived(PollingRequest post, Buffer body) {
    if (current == post) {
      // Before the body is read: a malformed packet closes the session, but not this request.
      current = null;
      read(isBinary(post), body);
      post.sendOk();
    } else if (closing.getAsBoolean()) {
      // The session is closed, but its client has not been told yet.
      post.sendOk();
    } else {
      post.sendError(ConnectionError.UNKNOWN_SID);
    }
  }

  private void read(boolean binary, Buffer body) {
    PayloadReader reader =
        binary
            ? PayloadReader.of(body.getBytes())
            : PayloadReader.of(connection.version(), body.toString(StandardCharsets.UTF_8));
    PolledPacket packet = reader.next();
    while (packet != PolledPacket.END && !connection.isClosed()) {
      dispatch(packet);
      packet = reader.next();
    }
    connection.onActivity();
  }

  private void dispatch(PolledPacket packet) {
    if (packet instanceof PolledPacket.Text text) {
      connection.onText(text.packet(), ByteBufUtil.utf8Bytes(text.packet()));
    } else if (packet instanceof PolledPacket.Binary binary) {
      connection.onBinary(binary.packet());
    } else {
      connection.closeOnProtocolError("malformed payload");
    }
  }

  private void rejectTooBig(PollingRequest post) {
    if (current == post) {
      current = null;
    }
    post.sendStatus(413);
  }

  private void onAborted(PollingRequest post) {
    if (current == post) {
      current = null;
      connection.close(CloseReason.TRANSPORT_CLOSE);
    }
  }

  private static boolean isBinary(PollingRequest post) {
    return "application/octet-stream".equals(post.request().getHeader("content-type"));
  }
}
