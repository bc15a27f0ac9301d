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
  private final OutboundQueue outboundQueue;
  private final Timeout timeout;

  private volatile EventLoopQueue eventLoopQueue;
  private volatile Transport transport;
  private volatile boolean closed;
  private @Nullable GracefulClose gracefulClose;
  private long lastInput;

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
    this.outboundQueue = new OutboundQueue(context.settings().outboundBytes());
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
    Outbox.AddResult result = outboundQueue.add(packet, blocked);
    if (result == Outbox.AddResult.OVERFLOW) {
      closeAsync(CloseReason.SLOW_CLIENT);
    } else if (result == Outbox.AddResult.VOLATILE_DROPPED) {
      context.counters().dropped.increment();
    }
  }

  /** What is queued for the transport. */
  public OutboundQueue outboundQueue() {
    return outboundQueue;
  }

  /** Nothing is queued for the transport: queues what waited for that; whether there was any. */
  public boolean refill() {
    return !closed && messageHandler.refill();
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

  /** Closes the connection without losing anything that its client sends. From any thread. */
  public void closeGracefully(CloseReason reason) {
    schedule(
        () -> {
          if (gracefulClose == null) {
            gracefulClose = new GracefulClose(this, context, reason);
            gracefulClose.endWhenIdle();
          }
        });
  }

  /** Whether nothing is unanswered or on its way, and the client was silent since then. */
  boolean isIdle(long since) {
    return lastInput <= since
        && outboundQueue.isEmpty()
        && transport.isIdle()
        && messageHandler.isIdle();
  }

  /** Runs an action on the event loop of this connection after some time. */
  void scheduleAfter(long millis, Runnable action) {
    eventLoopQueue.scheduleAfter(millis, () -> execute(action));
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
    return handshake.asksForText();
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
    lastInput = now;
    InboundRateLimiter.Result result = inboundRateLimiter.acquire(bytes, now);
    if (result != InboundRateLimiter.Result.ACCEPTED) {
      boolean packets = result == InboundRateLimiter.Result.TOO_MANY_PACKETS;
      close(packets ? CloseReason.TOO_MANY_PACKETS : CloseReason.TOO_MANY_BYTES);
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

  private void terminate(CloseReason cause, Runnable closeTransport) {
    if (closed) {
      return;
    }
    closed = true;
    CloseReason reason = GracefulClose.reason(gracefulClose, cause);
    context.timers().current().cancel(timeout);
    messageHandler.onClose(reason);
    closeTransport.run();
    outboundQueue.clear();
    // Last: the drain waits until the registry is empty, and then everything must have been sent.
    context.registry().remove(this, reason);
  }
}
