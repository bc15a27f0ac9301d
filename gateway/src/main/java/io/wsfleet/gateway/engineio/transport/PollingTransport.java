package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
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
 * Long polling: one GET of the client is kept until there are packets for it; the client sends
 * packets by POST, one at a time. The connection may change to a WebSocket, see {@link Upgrade}.
 *
 * <p>If the gateway closes a session while there is no GET, the next GET gets the close packet.
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
  private boolean outputEnded;
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

  /** A GET. On the event loop of its request. */
  void onGet(PollingRequest request) {
    request.onAborted(() -> connection.execute(() -> onPollAborted(request)));
    connection.execute(() -> onPoll(request));
  }

  /** A POST. On the event loop of its request. */
  void onPost(PollingRequest request) {
    pollingReceiver.receive(request);
  }

  @Override
  public void send(EncodedPacket packet) {
    connection.enqueue(packet, isBlocked());
    // The transport is read after the packet is queued, so that an upgrade meanwhile does not miss
    // it.
    connection.transport().scheduleFlush();
  }

  @Override
  public void scheduleFlush() {
    if (pollWaiting && flushScheduled.compareAndSet(false, true)) {
      // Later, so that packets which are sent together go into one response.
      connection.schedule(this::flush);
    }
  }

  @Override
  public boolean isBlocked() {
    return !pollWaiting;
  }

  @Override
  public boolean isIdle() {
    return pollWaiting && upgrade == null && !pollingReceiver.isReceiving();
  }

  /** The waiting GET, or the next one, fails. */
  @Override
  public void endOutput() {
    outputEnded = true;
    abortUpgrade();
    flush();
    failPoll();
  }

  @Override
  public void close(CloseReason reason) {
    closed = true;
    abortUpgrade();
    pollingReceiver.close();
    // In one payload a client would handle the close packet first and ignore the others.
    addClosingPayload(drainOutbox());
    // A client that closed its session itself gets no close packet.
    addClosingPayload(singlePacket(reason == CloseReason.TRANSPORT_CLOSE ? NOOP : CLOSE));
    PollingRequest waitingPoll = poll;
    if (waitingPoll != null) {
      respond(waitingPoll, closingPayloads.remove());
    }
    if (outputEnded || !reason.isToldToPollingClients()) {
      closingPayloads.clear();
    }
    if (isClosing()) {
      connectionRegistry.addClosing(connection);
    }
  }

  /** Whether the session is closed and its client has not been told yet. */
  boolean isClosing() {
    return !closingPayloads.isEmpty();
  }

  /** Starts an upgrade, if no other is running. */
  void startUpgrade(Upgrade candidate) {
    if (closed || upgrade != null || connection.transport() != this) {
      candidate.abort();
    } else {
      upgrade = candidate;
    }
  }

  /** The probe succeeded: the waiting GET is answered repeatedly until the client upgrades. */
  void onProbed(Upgrade candidate) {
    if (upgrade == candidate && !releasing) {
      releasing = true;
      releaseTimer = vertx.setPeriodic(RELEASE_MILLIS, timer -> releasePoll());
    }
  }

  /** The client has upgraded. */
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

  /** The upgrade failed; polling continues. */
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
      if (outputEnded) {
        failPoll();
      }
    }
  }

  private void onPollAborted(PollingRequest request) {
    if (poll == request) {
      takePoll();
      connection.close(CloseReason.TRANSPORT_CLOSE);
    }
  }

  /** Answers the waiting GET if there are packets. */
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

  private void failPoll() {
    PollingRequest waitingPoll = takePoll();
    if (waitingPoll != null) {
      waitingPoll.sendError(ConnectionError.UNKNOWN_SID);
    }
  }

  private void releasePoll() {
    PollingRequest waitingPoll = poll;
    if (waitingPoll != null) {
      respond(waitingPoll, singlePacket(NOOP).encode());
    }
  }

  private void respond(PollingRequest waitingPoll, Payload payload) {
    takePoll();
    waitingPoll.sendPackets(payload);
  }

  private @Nullable PollingRequest takePoll() {
    PollingRequest waitingPoll = poll;
    poll = null;
    pollWaiting = false;
    return waitingPoll;
  }

  /** Takes all queued packets, and a part of what waited for the last response. */
  private PayloadWriter drainOutbox() {
    connection.refill();
    var queue = connection.outboundQueue();
    PayloadWriter writer = newWriter();
    for (EncodedPacket packet = queue.poll(); packet != null; packet = queue.poll()) {
      context.counters().sent.increment();
      writer.add(packet.text(), packet.attachments());
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
    return new PayloadWriter(
        connection.version(), connection.version() == EngineVersion.V3 && connection.isTextOnly());
  }
}
