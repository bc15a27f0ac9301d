package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.PayloadWriter;
import io.wsfleet.gateway.engineio.protocol.PayloadWriter.Payload;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.RequestPolicy;
import io.wsfleet.gateway.engineio.server.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection over requests: the client always has one GET waiting here, which is answered as soon
 * as there are packets for it, and brings its own packets by POST, one at a time. It may change to
 * a websocket, see {@link Upgrade}.
 *
 * <p>A session that the gateway closes while no GET waits is kept for its farewell, which the next
 * GET takes.
 */
public final class PollingTransport implements Transport {
  private static final String NOOP = "6";
  private static final String CLOSE = "1";
  private static final long RELEASE_MILLIS = 100;

  private final Connection connection;
  private final ConnectionRegistry connectionRegistry;
  private final TransportContext context;
  private final Vertx vertx;
  private final PollingReceiver pollingReceiver;
  private final Deque<Payload> closingPayloads = new ArrayDeque<>(2);
  private final AtomicBoolean flushScheduled = new AtomicBoolean();

  private volatile boolean pollWaiting;
  private @Nullable PollingRequest handshakeRequest;
  private @Nullable PollingRequest poll;
  private @Nullable Upgrade upgrade;
  private boolean closed;
  private boolean releasing;
  private long releaseTimer;

  PollingTransport(
      Connection connection,
      ConnectionRegistry connectionRegistry,
      TransportContext context,
      Vertx vertx,
      PollingRequest handshakeRequest) {
    this.connection = connection;
    this.connectionRegistry = connectionRegistry;
    this.context = context;
    this.vertx = vertx;
    this.handshakeRequest = handshakeRequest;
    this.pollingReceiver =
        new PollingReceiver(
            connection, context.engine(), () -> connection.transport() == this, this::isClosing);
  }

  @Override
  public String name() {
    return RequestPolicy.POLLING;
  }

  @Override
  public void open(String packet) {
    PollingRequest first = handshakeRequest;
    handshakeRequest = null;
    if (first != null) {
      first.setCookie(connection.sid());
      first.sendPackets(singlePacket(packet).encode());
    }
  }

  /** The client waits for packets. On the event loop of its request. */
  void onGet(PollingRequest request) {
    request.onAborted(() -> connection.execute(() -> onPollAborted(request)));
    connection.execute(() -> onPoll(request));
  }

  /** The client brings packets. On the event loop of its request. */
  void onPost(PollingRequest request) {
    pollingReceiver.receive(request);
  }

  @Override
  public void send(EncodedPacket packet) {
    connection.enqueue(packet, isBlocked());
    // The transport is looked up after the frame is in, so that a change of transports finds it.
    connection.transport().scheduleFlush();
  }

  @Override
  public void runInSendOrder(Runnable task) {
    // What is sent is in order as soon as it is in the outbox.
    task.run();
  }

  @Override
  public void scheduleFlush() {
    if (pollWaiting && flushScheduled.compareAndSet(false, true)) {
      // Not at once, so that what is sent together leaves in one answer.
      connection.schedule(this::flush);
    }
  }

  @Override
  public boolean isBlocked() {
    return !pollWaiting;
  }

  @Override
  public boolean hasPartialMessage() {
    return false;
  }

  @Override
  public void close(CloseReason reason) {
    closed = true;
    abortUpgrade();
    pollingReceiver.close();
    // A client that gets both at once takes note of the end first, and not of what was before it.
    addClosingPayload(drainOutbox());
    // Who closed its session is not told that it is closed.
    addClosingPayload(singlePacket(reason == CloseReason.TRANSPORT_CLOSE ? NOOP : CLOSE));
    PollingRequest waitingPoll = poll;
    if (waitingPoll != null) {
      respond(waitingPoll, closingPayloads.remove());
    }
    if (!notifiesClient(reason)) {
      closingPayloads.clear();
    }
    if (isClosing()) {
      connectionRegistry.addClosing(connection);
    }
  }

  /** Whether the session is closed, and the client is still to hear so. */
  boolean isClosing() {
    return !closingPayloads.isEmpty();
  }

  /** A websocket wants to be what this connection changes to; there is one such at a time. */
  void startUpgrade(Upgrade candidate) {
    if (closed || upgrade != null || connection.transport() != this) {
      candidate.abort();
    } else {
      upgrade = candidate;
    }
  }

  /** The websocket works: the client wants its GET back, now and then, until it changes over. */
  void onProbed(Upgrade candidate) {
    if (upgrade == candidate && !releasing) {
      releasing = true;
      releaseTimer = vertx.setPeriodic(RELEASE_MILLIS, timer -> releasePoll());
    }
  }

  /** The client has changed over. */
  void completeUpgrade(Upgrade candidate) {
    if (closed || upgrade != candidate) {
      candidate.abort();
      return;
    }
    clearUpgrade();
    releasePoll();
    WebSocketTransport next = candidate.webSocketTransport();
    connection.upgradeTo(next, next.eventLoopQueue(), () -> next.activate(connection));
  }

  /** The websocket came to nothing; everything goes on as before. */
  void onUpgradeFailed(Upgrade candidate) {
    if (upgrade == candidate) {
      clearUpgrade();
    }
  }

  private void onPoll(PollingRequest request) {
    if (isClosing()) {
      request.sendPackets(closingPayloads.remove());
      if (!isClosing()) {
        connectionRegistry.removeClosing(connection);
      }
    } else if (closed) {
      request.sendError(ConnectionError.UNKNOWN_SID);
    } else if (connection.transport() != this) {
      request.sendError(ConnectionError.BAD_REQUEST);
    } else if (poll != null) {
      connection.close(CloseReason.TRANSPORT_ERROR);
      request.sendStatus(400);
    } else {
      poll = request;
      pollWaiting = true;
      flush();
    }
  }

  private void onPollAborted(PollingRequest request) {
    if (poll == request) {
      poll = null;
      pollWaiting = false;
      connection.close(CloseReason.TRANSPORT_CLOSE);
    }
  }

  /** Answers the GET that waits, if there is anything to say. */
  private void flush() {
    flushScheduled.set(false);
    PollingRequest waitingPoll = poll;
    if (waitingPoll == null) {
      return;
    }
    PayloadWriter writer = drainOutbox();
    if (!writer.isEmpty()) {
      respond(waitingPoll, writer.encode());
    }
  }

  private void releasePoll() {
    PollingRequest waitingPoll = poll;
    if (waitingPoll != null) {
      respond(waitingPoll, singlePacket(NOOP).encode());
    }
  }

  private void respond(PollingRequest waitingPoll, Payload payload) {
    poll = null;
    pollWaiting = false;
    waitingPoll.sendPackets(payload);
  }

  /** All that waits. */
  private PayloadWriter drainOutbox() {
    PayloadWriter writer = newWriter();
    EncodedPacket packet = connection.pollOutbox();
    while (packet != null) {
      context.counters().sent.increment();
      writer.add(packet.text(), packet.attachments());
      packet = connection.pollOutbox();
    }
    return writer;
  }

  private void abortUpgrade() {
    Upgrade unfinished = upgrade;
    clearUpgrade();
    if (unfinished != null) {
      unfinished.abort();
    }
  }

  private void clearUpgrade() {
    upgrade = null;
    if (releasing) {
      releasing = false;
      vertx.cancelTimer(releaseTimer);
    }
  }

  private void addClosingPayload(PayloadWriter packets) {
    if (!packets.isEmpty()) {
      closingPayloads.add(packets.encode());
    }
  }

  private PayloadWriter singlePacket(String packet) {
    PayloadWriter writer = newWriter();
    writer.add(packet, List.of());
    return writer;
  }

  private PayloadWriter newWriter() {
    return new PayloadWriter(connection.version(), connection.isTextOnly());
  }

  /** Whether the client is likely still there, and not to blame, so that it shall hear the end. */
  private static boolean notifiesClient(CloseReason reason) {
    return switch (reason) {
      case SERVER_DISCONNECT,
          SHUTTING_DOWN,
          CONNECT_TIMEOUT,
          TOO_MANY_ROOMS,
          TOO_MANY_UNFINISHED_HANDLERS ->
          true;
      default -> false;
    };
  }
}
