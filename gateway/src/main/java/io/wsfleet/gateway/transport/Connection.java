package io.wsfleet.gateway.transport;

import io.netty.buffer.ByteBufUtil;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.EngineSession;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.engineio.OpenPacket;
import io.wsfleet.gateway.engineio.Reaction;
import io.wsfleet.gateway.hub.Handshake;
import io.wsfleet.gateway.limits.Intake;
import io.wsfleet.gateway.net.EventLoopQueue;
import io.wsfleet.gateway.net.EventLoopTimers;
import io.wsfleet.gateway.net.Timeout;
import io.wsfleet.gateway.socketio.Decoded;
import io.wsfleet.gateway.socketio.Frame;
import io.wsfleet.gateway.socketio.Incomplete;
import io.wsfleet.gateway.socketio.SocketDecoder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client: the session of the lower protocol, whatever transport it uses, and above it the
 * client's {@link Seats} in namespaces. Messages go through {@link EngineSession} and {@link
 * SocketDecoder}, which decide; what they decide is done here. Runs on one event loop, but for what
 * says that it may be called from any thread.
 */
final class Connection implements Receiver, Timeout.Task {
  private final Connections connections;
  private final EngineVersion version;
  private final String sid;
  private final Handshake handshake;
  private final EngineSession engine;
  private final Intake intake;
  private final Seats seats;
  private final Timeout timeout;

  // There is none while nothing waits.
  private volatile @Nullable Outbox outbox;
  private volatile EventLoopQueue eventLoopQueue;
  private volatile Transport transport;
  private volatile boolean closed;
  private @Nullable Incomplete incomplete;
  private long joinBy;
  private long completeBy = Long.MAX_VALUE;

  /** The transport is made last, since it may have something to tell at once. */
  Connection(
      Connections connections,
      EventLoopQueue eventLoopQueue,
      EngineVersion version,
      Handshake handshake,
      Function<Connection, Transport> transport) {
    TransportSettings settings = connections.settings();
    this.connections = connections;
    this.eventLoopQueue = eventLoopQueue;
    this.version = version;
    this.handshake = handshake;
    this.sid = connections.newSessionId();
    this.engine = new EngineSession(version, settings.timing(), now());
    this.intake = new Intake(connections.allowance(), now());
    this.seats = new Seats(this);
    this.timeout = new Timeout(this);
    this.joinBy = now() + settings.connectMillis();
    this.transport = transport.apply(this);
  }

  void open() {
    TransportSettings settings = settings();
    OpenPacket packet =
        new OpenPacket(
            sid, settings.upgradesFrom(transport.name()), settings.timing(), settings.maxPayload());
    transport.open(packet.packet());
    seats.open();
    rearm();
  }

  /** From any thread. */
  void send(Frame frame) {
    if (!closed) {
      transport.send(frame);
    }
  }

  /** Has a packet wait, or drops it if it may be and the client takes nothing. From any thread. */
  void keep(Frame frame, boolean blocked) {
    Outbox.Taken taken =
        blocked && frame.droppable() ? Outbox.Taken.SOME_DROPPED : addToOutbox(frame);
    if (taken == Outbox.Taken.OVERFLOW) {
      shutDown(CloseReason.SLOW_CLIENT);
    } else if (taken == Outbox.Taken.SOME_DROPPED) {
      connections.traffic().dropped.increment();
    }
  }

  private synchronized Outbox.Taken addToOutbox(Frame frame) {
    Outbox box = outbox;
    if (box == null) {
      box = new Outbox(settings().outboundBytes());
      outbox = box;
    }
    return box.add(frame);
  }

  /** Takes the packet that has waited longest; null if none waits. From any thread. */
  @Nullable Frame nextKept() {
    return outbox == null ? null : poll();
  }

  private synchronized @Nullable Frame poll() {
    Outbox box = outbox;
    Frame next = box == null ? null : box.poll();
    if (box != null && box.isEmpty()) {
      outbox = null;
    }
    return next;
  }

  /** Whether packets wait. From any thread. */
  boolean isKeeping() {
    return outbox != null;
  }

  /** Runs something where everything about this connection runs, unless it is closed by then. */
  void run(Runnable action) {
    execute(
        () -> {
          if (!closed) {
            action.run();
          }
        });
  }

  /** The same, closed or not. */
  void execute(Runnable action) {
    // Asked again on arrival: the connection may have moved meanwhile.
    EventLoopQueue here = eventLoopQueue;
    here.runOrSchedule(() -> arrive(here, action));
  }

  private void arrive(EventLoopQueue here, Runnable action) {
    if (eventLoopQueue == here) {
      action.run();
    } else {
      execute(action);
    }
  }

  /** The same, after all that is being done there now. */
  void later(Runnable action) {
    EventLoopQueue here = eventLoopQueue;
    here.schedule(() -> arrive(here, action));
  }

  /**
   * Goes on with another transport, on the event loop of that. Nothing is handed over: both take
   * from the same outbox. The last thing that is done on the old event loop.
   */
  void moveTo(WebSocketTransport next) {
    connections.wheels().current().cancel(timeout);
    transport = next;
    eventLoopQueue = next.loop();
    connections.hub().forgetReceivers();
    run(
        () -> {
          engine.onUpgrade(now());
          next.begin(this);
          rearm();
        });
  }

  /** Closes the connection; may be called from any thread. */
  void shutDown(CloseReason reason) {
    later(() -> close(reason));
  }

  /** A text message came by polling. */
  void onText(String message) {
    onText(message, ByteBufUtil.utf8Bytes(message));
  }

  /** A text message came by the transport. */
  @Override
  public void onText(String message, int bytes) {
    long now = now();
    if (takesIn(bytes, now)) {
      react(engine.onText(message, now));
    }
  }

  /** A binary message came by the transport. */
  @Override
  public void onBinary(byte[] message) {
    long now = now();
    if (takesIn(message.length, now)) {
      react(engine.onBinary(message, now));
    }
  }

  @Override
  public void onActivity() {
    if (!closed) {
      watchIncomplete();
      rearm();
    }
  }

  @Override
  public void onGone() {
    end(CloseReason.TRANSPORT_CLOSE, () -> {});
  }

  @Override
  public void close(CloseReason reason) {
    end(reason, () -> transport.close(reason));
  }

  /** The client has joined its first namespace. */
  void onJoined() {
    joinBy = Long.MAX_VALUE;
  }

  void breakOff(String why) {
    connections.logProtocolError(handshake, why);
    close(CloseReason.PARSE_ERROR);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  Transport transport() {
    return transport;
  }

  Connections connections() {
    return connections;
  }

  Seats seats() {
    return seats;
  }

  EngineVersion version() {
    return version;
  }

  /** Whether the client, an older one, has said that it cannot take binary messages. */
  boolean isTextOnly() {
    return version == EngineVersion.V3 && !handshake.query().getOrDefault("b64", "").isEmpty();
  }

  /** The id of the session, which only the client may know. */
  String sid() {
    return sid;
  }

  Handshake handshake() {
    return handshake;
  }

  private TransportSettings settings() {
    return connections.settings();
  }

  private boolean takesIn(int bytes, long now) {
    connections.traffic().received.increment();
    CloseReason tooMuch = intake.take(bytes, now);
    if (tooMuch != null) {
      close(tooMuch);
    }
    return tooMuch == null;
  }

  private void react(Reaction reaction) {
    if (reaction instanceof Reaction.Send send) {
      send(Frame.text(send.frame()));
    } else if (reaction instanceof Reaction.Text text) {
      onDecoded(connections.decoder().onText(incomplete, text.message()));
    } else if (reaction instanceof Reaction.Binary binary) {
      onDecoded(connections.decoder().onBinary(incomplete, binary.message()));
    } else if (reaction instanceof Reaction.Close close) {
      close(close.reason());
    }
  }

  private void onDecoded(Decoded decoded) {
    incomplete = decoded.pending();
    if (decoded instanceof Decoded.Malformed malformed) {
      breakOff(malformed.why());
    } else if (decoded instanceof Decoded.Complete complete) {
      seats.onPacket(complete.packet());
    }
  }

  private void watchIncomplete() {
    if (!transport.isIncomplete() && incomplete == null) {
      completeBy = Long.MAX_VALUE;
    } else if (completeBy == Long.MAX_VALUE) {
      completeBy = now() + settings().messageMillis();
    }
  }

  @Override
  public long deadline() {
    return Math.min(engine.deadline(), Math.min(joinBy, completeBy));
  }

  @Override
  public void onTimeout() {
    if (closed) {
      return;
    }
    if (now() >= joinBy) {
      close(CloseReason.CONNECT_TIMEOUT);
    } else if (now() >= completeBy) {
      close(CloseReason.MESSAGE_TOO_SLOW);
    } else {
      react(engine.onTime(now()));
      if (!closed) {
        rearm();
      }
    }
  }

  private void rearm() {
    connections.wheels().current().schedule(timeout);
  }

  private void end(CloseReason reason, Runnable farewell) {
    if (closed) {
      return;
    }
    closed = true;
    connections.wheels().current().cancel(timeout);
    seats.vacate(reason);
    farewell.run();
    outbox = null;
    // Last, so that whoever waits for the connections to be gone knows that all has been said.
    connections.remove(this, reason);
  }

  private static long now() {
    return EventLoopTimers.now();
  }
}
