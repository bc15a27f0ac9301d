package io.wsfleet.gateway.engineio.server;

import io.netty.buffer.ByteBufUtil;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.EngineSession;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.protocol.OpenPacket;
import io.wsfleet.gateway.engineio.protocol.SessionAction;
import io.wsfleet.gateway.engineio.transport.WebSocketTransport;
import io.wsfleet.gateway.limits.InboundRateLimiter;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.EventLoopTimers;
import io.wsfleet.gateway.net.Timeout;
import io.wsfleet.gateway.socketio.protocol.DecodeResult;
import io.wsfleet.gateway.socketio.protocol.PartialPacket;
import io.wsfleet.gateway.socketio.protocol.SocketDecoder;
import io.wsfleet.gateway.socketio.server.ClientSockets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client: the session of the lower protocol, whatever transport it uses, and above it the
 * client's {@link ClientSockets} in namespaces. Messages go through {@link EngineSession} and
 * {@link SocketDecoder}, which decide; what they decide is done here. Runs on one event loop, but
 * for what says that it may be called from any thread.
 */
public final class Connection implements TransportListener, Timeout.Task {
  private final ConnectionRegistry connectionRegistry;
  private final EngineVersion version;
  private final String sid;
  private final Handshake handshake;
  private final EngineSession engineSession;
  private final InboundRateLimiter inboundRateLimiter;
  private final ClientSockets clientSockets;
  private final Timeout timeout;

  // There is none while nothing waits.
  private volatile @Nullable Outbox outbox;
  private volatile EventLoopQueue eventLoopQueue;
  private volatile Transport transport;
  private volatile boolean closed;
  private @Nullable PartialPacket partialPacket;
  private long connectDeadline;
  private long messageDeadline = Long.MAX_VALUE;

  /** The transport is made last, since it may have something to tell at once. */
  Connection(
      ConnectionRegistry connectionRegistry,
      EventLoopQueue eventLoopQueue,
      EngineVersion version,
      Handshake handshake,
      Function<Connection, Transport> transport) {
    TransportSettings settings = connectionRegistry.settings();
    this.connectionRegistry = connectionRegistry;
    this.eventLoopQueue = eventLoopQueue;
    this.version = version;
    this.handshake = handshake;
    this.sid = connectionRegistry.newSessionId();
    this.engineSession = new EngineSession(version, settings.heartbeat(), now());
    this.inboundRateLimiter = new InboundRateLimiter(connectionRegistry.rateLimits(), now());
    this.clientSockets = new ClientSockets(this);
    this.timeout = new Timeout(this);
    this.connectDeadline = now() + settings.connectMillis();
    this.transport = transport.apply(this);
  }

  void open() {
    TransportSettings settings = settings();
    OpenPacket packet =
        new OpenPacket(
            sid,
            settings.upgradesFrom(transport.name()),
            settings.heartbeat(),
            settings.maxPayload());
    transport.open(packet.encode());
    clientSockets.open();
    rescheduleTimeout();
  }

  /** From any thread. */
  public void send(EncodedPacket packet) {
    if (!closed) {
      transport.send(packet);
    }
  }

  /** Has a packet wait, or drops it if it may be and the client takes nothing. From any thread. */
  public void enqueue(EncodedPacket packet, boolean blocked) {
    Outbox.AddResult result =
        blocked && packet.isVolatile() ? Outbox.AddResult.VOLATILE_DROPPED : addToOutbox(packet);
    if (result == Outbox.AddResult.OVERFLOW) {
      closeAsync(CloseReason.SLOW_CLIENT);
    } else if (result == Outbox.AddResult.VOLATILE_DROPPED) {
      connectionRegistry.counters().dropped.increment();
    }
  }

  private synchronized Outbox.AddResult addToOutbox(EncodedPacket packet) {
    Outbox box = outbox;
    if (box == null) {
      box = new Outbox(settings().outboundBytes());
      outbox = box;
    }
    return box.add(packet);
  }

  /** Takes the packet that has waited longest; null if none waits. From any thread. */
  @Nullable
  public EncodedPacket pollOutbox() {
    return outbox == null ? null : pollSynchronized();
  }

  private synchronized @Nullable EncodedPacket pollSynchronized() {
    Outbox box = outbox;
    EncodedPacket next = box == null ? null : box.poll();
    if (box != null && box.isEmpty()) {
      outbox = null;
    }
    return next;
  }

  /** Whether packets wait. From any thread. */
  public boolean hasQueued() {
    return outbox != null;
  }

  /** Runs something where everything about this connection runs, unless it is closed by then. */
  public void runIfOpen(Runnable action) {
    execute(
        () -> {
          if (!closed) {
            action.run();
          }
        });
  }

  /** The same, closed or not. */
  public void execute(Runnable action) {
    // Asked again on arrival: the connection may have moved meanwhile.
    EventLoopQueue queue = eventLoopQueue;
    queue.runOrSchedule(() -> executeOn(queue, action));
  }

  private void executeOn(EventLoopQueue queue, Runnable action) {
    if (eventLoopQueue == queue) {
      action.run();
    } else {
      execute(action);
    }
  }

  /** The same, after all that is being done there now. */
  public void schedule(Runnable action) {
    EventLoopQueue queue = eventLoopQueue;
    queue.schedule(() -> executeOn(queue, action));
  }

  /**
   * Goes on with another transport, on the event loop of that. Nothing is handed over: both take
   * from the same outbox. The last thing that is done on the old event loop.
   */
  public void upgradeTo(WebSocketTransport next) {
    connectionRegistry.timers().current().cancel(timeout);
    transport = next;
    eventLoopQueue = next.eventLoopQueue();
    connectionRegistry.hub().invalidateRecipients();
    runIfOpen(
        () -> {
          engineSession.onUpgrade(now());
          next.activate(this);
          rescheduleTimeout();
        });
  }

  /** Closes the connection; may be called from any thread. */
  public void closeAsync(CloseReason reason) {
    schedule(() -> close(reason));
  }

  /** A text message came by polling. */
  public void onText(String message) {
    onText(message, ByteBufUtil.utf8Bytes(message));
  }

  /** A text message came by the transport. */
  @Override
  public void onText(String message, int bytes) {
    long now = now();
    if (checkRateLimit(bytes, now)) {
      perform(engineSession.onText(message, now));
    }
  }

  /** A binary message came by the transport. */
  @Override
  public void onBinary(byte[] message) {
    long now = now();
    if (checkRateLimit(message.length, now)) {
      perform(engineSession.onBinary(message, now));
    }
  }

  @Override
  public void onActivity() {
    if (!closed) {
      updateMessageDeadline();
      rescheduleTimeout();
    }
  }

  @Override
  public void onClose() {
    terminate(CloseReason.TRANSPORT_CLOSE, () -> {});
  }

  @Override
  public void close(CloseReason reason) {
    terminate(reason, () -> transport.close(reason));
  }

  /** The client has joined its first namespace. */
  public void onNamespaceConnected() {
    connectDeadline = Long.MAX_VALUE;
  }

  public void closeOnProtocolError(String reason) {
    connectionRegistry.logProtocolError(handshake, reason);
    close(CloseReason.PARSE_ERROR);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  public Transport transport() {
    return transport;
  }

  public ConnectionRegistry connectionRegistry() {
    return connectionRegistry;
  }

  public ClientSockets clientSockets() {
    return clientSockets;
  }

  public EngineVersion version() {
    return version;
  }

  /** Whether the client, an older one, has said that it cannot take binary messages. */
  public boolean isTextOnly() {
    return version == EngineVersion.V3 && !handshake.query().getOrDefault("b64", "").isEmpty();
  }

  /** The id of the session, which only the client may know. */
  public String sid() {
    return sid;
  }

  public Handshake handshake() {
    return handshake;
  }

  private TransportSettings settings() {
    return connectionRegistry.settings();
  }

  private boolean checkRateLimit(int bytes, long now) {
    connectionRegistry.counters().received.increment();
    return switch (inboundRateLimiter.acquire(bytes, now)) {
      case ACCEPTED -> true;
      case TOO_MANY_PACKETS -> {
        close(CloseReason.TOO_MANY_PACKETS);
        yield false;
      }
      case TOO_MANY_BYTES -> {
        close(CloseReason.TOO_MANY_BYTES);
        yield false;
      }
    };
  }

  private void perform(SessionAction action) {
    if (action instanceof SessionAction.Send send) {
      send(EncodedPacket.text(send.packet()));
    } else if (action instanceof SessionAction.Text text) {
      onDecoded(connectionRegistry.decoder().onText(partialPacket, text.message()));
    } else if (action instanceof SessionAction.Binary binary) {
      onDecoded(connectionRegistry.decoder().onBinary(partialPacket, binary.message()));
    } else if (action instanceof SessionAction.Close close) {
      close(close.reason());
    }
  }

  private void onDecoded(DecodeResult decodeResult) {
    partialPacket = decodeResult.pending();
    if (decodeResult instanceof DecodeResult.Malformed malformed) {
      closeOnProtocolError(malformed.reason());
    } else if (decodeResult instanceof DecodeResult.Complete complete) {
      clientSockets.onPacket(complete.packet());
    }
  }

  private void updateMessageDeadline() {
    if (!transport.hasPartialMessage() && partialPacket == null) {
      messageDeadline = Long.MAX_VALUE;
    } else if (messageDeadline == Long.MAX_VALUE) {
      messageDeadline = now() + settings().messageMillis();
    }
  }

  @Override
  public long deadline() {
    return Math.min(engineSession.deadline(), Math.min(connectDeadline, messageDeadline));
  }

  @Override
  public void onTimeout() {
    if (closed) {
      return;
    }
    if (now() >= connectDeadline) {
      close(CloseReason.CONNECT_TIMEOUT);
    } else if (now() >= messageDeadline) {
      close(CloseReason.MESSAGE_TOO_SLOW);
    } else {
      perform(engineSession.onDeadline(now()));
      if (!closed) {
        rescheduleTimeout();
      }
    }
  }

  private void rescheduleTimeout() {
    connectionRegistry.timers().current().schedule(timeout);
  }

  private void terminate(CloseReason reason, Runnable closeTransport) {
    if (closed) {
      return;
    }
    closed = true;
    connectionRegistry.timers().current().cancel(timeout);
    clientSockets.onConnectionClosed(reason);
    closeTransport.run();
    outbox = null;
    // Last, so that whoever waits for the connections to be gone knows that all has been said.
    connectionRegistry.remove(this, reason);
  }

  private static long now() {
    return EventLoopTimers.now();
  }
}
