package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.net.websocket.frames.CloseCode;
import io.wsfleet.gateway.socketio.server.ConnectRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket of a plain client. It gives messages to the {@link PlainClient}, and keeps what the
 * network does not accept yet; the client limits how much that is.
 */
final class PlainWebSocket implements ClientConnection, WebSocket.Listener {
  private static final int UNSUPPORTED_DATA = 1003;

  private final PlainClients clients;
  private final WebSocket socket;
  private final EventLoopQueue eventLoopQueue;
  private final long closeMillis;
  private final Deque<QueuedText> queue = new ArrayDeque<>(2);
  private @Nullable PlainClient client;
  private boolean closed;

  private record QueuedText(byte[] utf8, CompletableFuture<Void> sent) {}

  PlainWebSocket(PlainClients clients, WebSocket socket, long closeMillis) {
    this.clients = clients;
    this.socket = socket;
    this.eventLoopQueue = socket.eventLoopQueue();
    this.closeMillis = closeMillis;
  }

  void open(ConnectRequest connectRequest) {
    client = clients.open(connectRequest, this);
    socket.startReading(this);
  }

  @Override
  public CompletionStage<Void> send(byte[] utf8) {
    QueuedText text = new QueuedText(utf8, new CompletableFuture<>());
    eventLoopQueue.submit(
        () -> {
          queue.add(text);
          onWritable();
        });
    return text.sent;
  }

  @Override
  public void ping() {
    eventLoopQueue.submit(
        () -> {
          if (!closed) {
            socket.writer().writePing();
          }
        });
  }

  @Override
  public void close(int status, String reason) {
    eventLoopQueue.runOrSchedule(
        () -> {
          if (!closed) {
            onWritable();
            closed = true;
            socket.close(status, reason, closeMillis);
            discardQueue();
          }
        });
  }

  @Override
  public void abort() {
    eventLoopQueue.runOrSchedule(
        () -> {
          closed = true;
          socket.abort();
          discardQueue();
        });
  }

  @Override
  public void onText(String message, int bytes) {
    PlainClient target = client;
    if (target != null && !closed) {
      clients.received(target, message, bytes);
    }
  }

  @Override
  public void onBinary(byte[] message) {
    close(UNSUPPORTED_DATA, "messages must be text");
  }

  @Override
  public void onFrame() {
    PlainClient target = client;
    if (target != null && !closed) {
      target.onFrame(PlainClients.now(), socket.hasPartialMessage());
    }
  }

  @Override
  public void onViolation(CloseCode code) {
    PlainClient target = client;
    if (target == null) {
      close(code.number(), "");
      return;
    }
    target.onViolation(
        switch (code) {
          case MESSAGE_TOO_BIG -> CloseReason.MESSAGE_TOO_BIG;
          case INVALID_PAYLOAD_DATA -> CloseReason.INVALID_TEXT;
          case POLICY_VIOLATION -> CloseReason.MESSAGE_TOO_SLOW;
          default -> CloseReason.TRANSPORT_ERROR;
        },
        code);
  }

  @Override
  public void onWritable() {
    while (!closed && socket.writer().isWritable()) {
      QueuedText next = queue.poll();
      if (next == null) {
        return;
      }
      socket.writer().writeText(next.utf8);
      next.sent.complete(null);
    }
  }

  @Override
  public void onClose() {
    closed = true;
    discardQueue();
    PlainClient target = client;
    if (target != null) {
      target.onClose();
    }
  }

  private void discardQueue() {
    for (QueuedText each = queue.poll(); each != null; each = queue.poll()) {
      each.sent.cancel(false);
    }
  }
}
