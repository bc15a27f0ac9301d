package io.wsfleet.gateway.transport;

import io.vertx.core.buffer.Buffer;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.engineio.PayloadReader;
import io.wsfleet.gateway.engineio.PolledPacket;
import io.wsfleet.gateway.net.RequestDeadline;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The inbound half of a connection over requests: packets come by POST, one request at a time. Runs
 * where its connection runs, but for {@link #take}.
 */
final class Posts {
  private final Connection connection;
  private final TransportSettings settings;
  private final PollingTransport polling;
  private @Nullable Exchange reading;

  Posts(Connection connection, TransportSettings settings, PollingTransport polling) {
    this.connection = connection;
    this.settings = settings;
    this.polling = polling;
  }

  /** On the event loop of the request. */
  void take(Exchange post) {
    post.onAborted(() -> connection.execute(() -> onAborted(post)));
    connection.execute(() -> onBegun(post));
    RequestDeadline.start(
        post.channel(),
        settings.messageMillis(),
        () -> connection.shutDown(CloseReason.MESSAGE_TOO_SLOW));
    BodyReader.read(
        post.request(),
        settings.maxPayload(),
        new BodyReader.Waiting() {
          @Override
          public void onBody(Buffer body) {
            RequestDeadline.stop(post.channel());
            connection.execute(() -> onBrought(post, body));
          }

          @Override
          public void onTooBig() {
            connection.execute(() -> refuse(post));
          }
        });
  }

  /** The session is over. */
  void close() {
    Exchange unfinished = reading;
    reading = null;
    if (unfinished != null) {
      unfinished.destroy();
    }
  }

  private void onBegun(Exchange post) {
    if (connection.isClosed()) {
      return;
    }
    if (connection.transport() != polling) {
      post.refuse(Refusal.BAD_REQUEST);
    } else if (reading != null || (isBinary(post) && connection.version() == EngineVersion.V4)) {
      connection.close(CloseReason.TRANSPORT_ERROR);
      post.nothing(400);
    } else {
      reading = post;
    }
  }

  private void onBrought(Exchange post, Buffer body) {
    if (reading == post) {
      // Before it is read, so that a bad packet in it closes the session and not the answer.
      reading = null;
      read(isBinary(post), body);
      post.taken();
    } else if (polling.isLeaving()) {
      // It is late for that, but the client is yet to hear so.
      post.taken();
    } else {
      post.refuse(Refusal.SESSION_UNKNOWN);
    }
  }

  private void read(boolean binary, Buffer body) {
    PayloadReader reader =
        binary
            ? PayloadReader.of(body.getBytes())
            : PayloadReader.of(connection.version(), body.toString(StandardCharsets.UTF_8));
    PolledPacket packet = reader.next();
    while (packet != PolledPacket.END && !connection.isClosed()) {
      hand(packet);
      packet = reader.next();
    }
    connection.onActivity();
  }

  private void hand(PolledPacket packet) {
    if (packet instanceof PolledPacket.Text text) {
      connection.onText(text.packet());
    } else if (packet instanceof PolledPacket.Binary binary) {
      connection.onBinary(binary.packet());
    } else {
      connection.breakOff("a payload that cannot be read");
    }
  }

  private void refuse(Exchange post) {
    if (reading == post) {
      reading = null;
    }
    post.nothing(413);
  }

  private void onAborted(Exchange post) {
    if (reading == post) {
      reading = null;
      connection.close(CloseReason.TRANSPORT_CLOSE);
    }
  }

  private static boolean isBinary(Exchange post) {
    return "application/octet-stream".equals(post.request().getHeader("content-type"));
  }
}
