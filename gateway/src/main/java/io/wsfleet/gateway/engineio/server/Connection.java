package io.wsfleet.gateway.engineio.server;

import static io.wsfleet.gateway.net.EventLoopTimers.now;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.EngineSession;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.protocol.SessionAction;
import io.wsfleet.gateway.limits.InboundRateLimiter;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.Timeout;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO session, independent of its transport. {@link EngineSession} decides what to do
 * about a packet or a timeout; this class does it and gives messages to a {@link MessageHandler}.
 * It runs on one event loop; methods that any thread may call say so.
 */
public final class Connection implements TransportListener, Timeout.Task {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");

  private final ConnectionContext context;
  private final EngineVersion version;
  private final String sid;
  private final Handshake handshake;
  private final EngineSession engineSession;
  private final InboundRateLimiter inboundRateLimiter;
  private final MessageHandler messageHandler;
  private final ConnectionDeadlines deadlines;
  private final Timeout timeout;

  // Null while nothing is queued: this is asked for each delivery.
  private volatile @Nullable Outbox outbox;
  private volatile EventLoopQueue eventLoopQueue;
  private volatile Transport transport;
  private volatile boolean closed;

  /** The transport is made last, since it may report something at once. */
  public Connection(
      ConnectionContext context,
      EventLoopQueue eventLoopQueue,
      EngineVersion version,
      Handshake handshake,
      MessageHandler.Factory messageHandler,
      Function<Connection, Transport> transport) {
    this.context = context;
    this.eventLoopQueue = eventLoopQueue;
    this.version = version;
    this.handshake = handshake;
    this.sid = context.sessionIds().get();
    this.engineSession = new EngineSession(version, context.settings().heartbeat(), now());
    this.inboundRateLimiter = new InboundRateLimiter(context.rateLimits(), now());
    this.messageHandler = messageHandler.create(this);
    this.timeout = new Timeout(this);
    this.deadlines = new ConnectionDeadlines(now() + context.settings().timeouts().connectMillis());
    this.transport = transport.apply(this);
  }

  public void open() {
    transport.open(context.settings().openPacket(sid, transport.name()).encode());
    messageHandler.onOpen();
    rescheduleTimeout();
  }

  /** From any thread. */
  public void send(EncodedPacket packet) {
    if (!closed) {
      transport.send(packet);
    }
  }

  /** Queues a packet; drops a volatile one if the client does not read. From any thread. */
  public void enqueue(EncodedPacket packet, boolean blocked) {
    Outbox.AddResult result =
        blocked && packet.isVolatile() ? Outbox.AddResult.VOLATILE_DROPPED : addToOutbox(packet);
    if (result == Outbox.AddResult.OVERFLOW) {
      closeAsync(CloseReason.SLOW_CLIENT);
    } else if (result == Outbox.AddResult.VOLATILE_DROPPED) {
      context.counters().dropped.increment();
    }
  }

  private synchronized Outbox.AddResult addToOutbox(EncodedPacket packet) {
    Outbox box = outbox == null ? new Outbox(context.settings().outboundBytes()) : outbox;
    outbox = box;
    return box.add(packet);
  }

  /** Takes the packet that was queued first; null if none is queued. From any thread. */
  public @Nullable EncodedPacket pollOutbox() {
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

  /** Whether packets are queued. From any thread. */
  public boolean hasQueued() {
    return outbox != null;
  }

  /** Runs an action on the event loop of this connection, unless the connection is closed then. */
  public void runIfOpen(Runnable action) {
    execute(
        () -> {
          if (!closed) {
            action.run();
          }
        });
  }

  /** Runs an action on the event loop of this connection: at once if this is it. */
  public void execute(Runnable action) {
    // The event loop is compared again there: an upgrade may have changed it meanwhile.
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

  /** Runs an action on the event loop of this connection, after what is running there now. */
  public void schedule(Runnable action) {
    EventLoopQueue queue = eventLoopQueue;
    queue.schedule(() -> executeOn(queue, action));
  }

  /**
   * Changes to another transport and its event loop. No packets are moved: both transports take
   * from the same outbox. Then {@code activate} runs on the new event loop. This must be the last
   * action on the old one.
   */
  public void upgradeTo(Transport next, EventLoopQueue queue, Runnable activate) {
    context.timers().current().cancel(timeout);
    transport = next;
    eventLoopQueue = queue;
    messageHandler.onUpgrade();
    runIfOpen(
        () -> {
          engineSession.onUpgrade(now());
          activate.run();
          rescheduleTimeout();
        });
  }

  /** Closes the connection. From any thread. */
  public void closeAsync(CloseReason reason) {
    schedule(() -> close(reason));
  }

  @Override
  public void onText(String message, int bytes) {
    long now = now();
    if (checkRateLimit(bytes, now)) {
      perform(engineSession.onText(message, now));
    }
  }

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
      deadlines.onInput(
          transport.hasPartialMessage() || messageHandler.hasPartialPacket(),
          context.settings().timeouts().messageMillis());
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

  /** The client is connected to its first namespace. */
  public void onNamespaceConnected() {
    deadlines.onNamespaceConnected();
  }

  public void closeOnProtocolError(String reason) {
    LOG.debugf(
        "event=protocol-error address=%s reason=\"%s\"", handshake.address(), LogText.safe(reason));
    close(CloseReason.PARSE_ERROR);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  public Transport transport() {
    return transport;
  }

  public EngineVersion version() {
    return version;
  }

  /** Whether a client of Engine.IO 3 has asked for text messages only. */
  public boolean isTextOnly() {
    return version == EngineVersion.V3 && handshake.asksForText();
  }

  /** The session id; a secret of the client. */
  public String sid() {
    return sid;
  }

  public Handshake handshake() {
    return handshake;
  }

  private boolean checkRateLimit(int bytes, long now) {
    context.counters().received.increment();
    InboundRateLimiter.Result result = inboundRateLimiter.acquire(bytes, now);
    switch (result) {
      case ACCEPTED -> {}
      case TOO_MANY_PACKETS -> close(CloseReason.TOO_MANY_PACKETS);
      case TOO_MANY_BYTES -> close(CloseReason.TOO_MANY_BYTES);
    }
    return result == InboundRateLimiter.Result.ACCEPTED;
  }

  private void perform(SessionAction action) {
    if (action instanceof SessionAction.Send send) {
      send(EncodedPacket.text(send.packet()));
    } else if (action instanceof SessionAction.Text text) {
      messageHandler.onText(text.message());
    } else if (action instanceof SessionAction.Binary binary) {
      messageHandler.onBinary(binary.message());
    } else if (action instanceof SessionAction.Close close) {
      close(close.reason());
    }
  }

  @Override
  public long deadline() {
    return Math.min(engineSession.deadline(), deadlines.earliest());
  }

  @Override
  public void onTimeout() {
    CloseReason expired = deadlines.expired(now());
    if (expired != null) {
      close(expired);
    } else if (!closed) {
      perform(engineSession.onDeadline(now()));
    }
    if (!closed) {
      rescheduleTimeout();
    }
  }

  private void rescheduleTimeout() {
    context.timers().current().schedule(timeout);
  }

  private void terminate(CloseReason reason, Runnable closeTransport) {
    if (closed) {
      return;
    }
    closed = true;
    context.timers().current().cancel(timeout);
    messageHandler.onClose(reason);
    closeTransport.run();
    outbox = null;
    // Last: the drain waits until the registry is empty, and then everything must have been sent.
    context.registry().remove(this, reason);
  }
}
