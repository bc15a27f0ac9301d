package io.wsfleet.gateway.transport;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.PayloadWriter;
import io.wsfleet.gateway.engineio.PayloadWriter.Payload;
import io.wsfleet.gateway.socketio.Frame;
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
final class PollingTransport implements Transport {
  private static final String NOOP = "6";
  private static final String CLOSE = "1";
  private static final long RELEASE_MILLIS = 100;

  private final Connection connection;
  private final Connections connections;
  private final Vertx vertx;
  private final Posts posts;
  private final Deque<Payload> farewell = new ArrayDeque<>(2);
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private volatile boolean waiting;
  private @Nullable Exchange handshake;
  private @Nullable Exchange poll;
  private @Nullable Upgrade upgrade;
  private boolean closed;
  private boolean releasing;
  private long releases;

  PollingTransport(
      Connection connection, Connections connections, Vertx vertx, Exchange handshake) {
    this.connection = connection;
    this.connections = connections;
    this.vertx = vertx;
    this.handshake = handshake;
    this.posts = new Posts(connection, connections.settings(), this);
  }

  @Override
  public String name() {
    return RequestPolicy.POLLING;
  }

  @Override
  public void open(String packet) {
    Exchange first = handshake;
    handshake = null;
    if (first != null) {
      first.cookie(connection.sid());
      first.packets(one(packet).finish());
    }
  }

  /** The client waits for packets. On the event loop of its request. */
  void get(Exchange exchange) {
    exchange.onAborted(() -> connection.execute(() -> onPollAborted(exchange)));
    connection.execute(() -> onPoll(exchange));
  }

  /** The client brings packets. On the event loop of its request. */
  void post(Exchange exchange) {
    posts.take(exchange);
  }

  @Override
  public void send(Frame frame) {
    connection.keep(frame, isBlocked());
    // The transport is looked up after the frame is in, so that a change of transports finds it.
    connection.transport().wake();
  }

  @Override
  public void inOrder(Runnable sending) {
    // What is sent is in order as soon as it is in the outbox.
    sending.run();
  }

  @Override
  public void wake() {
    if (waiting && scheduled.compareAndSet(false, true)) {
      // Not at once, so that what is sent together leaves in one answer.
      connection.later(this::flush);
    }
  }

  @Override
  public boolean isBlocked() {
    return !waiting;
  }

  @Override
  public boolean isIncomplete() {
    return false;
  }

  @Override
  public void close(CloseReason reason) {
    closed = true;
    stopUpgrade();
    posts.close();
    // A client that gets both at once takes note of the end first, and not of what was before it.
    addFarewell(rest());
    // Who closed its session is not told that it is closed.
    addFarewell(one(reason == CloseReason.TRANSPORT_CLOSE ? NOOP : CLOSE));
    Exchange waitingPoll = poll;
    if (waitingPoll != null) {
      answer(waitingPoll, farewell.remove());
    }
    if (!isToBeHeard(reason)) {
      farewell.clear();
    }
    if (isLeaving()) {
      connections.keepForFarewell(connection);
    }
  }

  /** Whether the session is closed, and the client is still to hear so. */
  boolean isLeaving() {
    return !farewell.isEmpty();
  }

  /** A websocket wants to be what this connection changes to; there is one such at a time. */
  void probe(Upgrade newUpgrade) {
    if (closed || upgrade != null || connection.transport() != this) {
      newUpgrade.abort();
    } else {
      upgrade = newUpgrade;
    }
  }

  /** The websocket works: the client wants its GET back, now and then, until it changes over. */
  void probed(Upgrade probed) {
    if (upgrade == probed && !releasing) {
      releasing = true;
      releases = vertx.setPeriodic(RELEASE_MILLIS, timer -> release());
    }
  }

  /** The client has changed over. */
  void upgraded(Upgrade complete) {
    if (closed || upgrade != complete) {
      complete.abort();
      return;
    }
    forgetUpgrade();
    release();
    connection.moveTo(complete.websocket());
  }

  /** The websocket came to nothing; everything goes on as before. */
  void upgradeFailed(Upgrade failed) {
    if (upgrade == failed) {
      forgetUpgrade();
    }
  }

  private void onPoll(Exchange exchange) {
    if (isLeaving()) {
      exchange.packets(farewell.remove());
      if (!isLeaving()) {
        connections.forget(connection);
      }
    } else if (closed) {
      exchange.refuse(Refusal.SESSION_UNKNOWN);
    } else if (connection.transport() != this) {
      exchange.refuse(Refusal.BAD_REQUEST);
    } else if (poll != null) {
      connection.close(CloseReason.TRANSPORT_ERROR);
      exchange.nothing(400);
    } else {
      poll = exchange;
      waiting = true;
      flush();
    }
  }

  private void onPollAborted(Exchange exchange) {
    if (poll == exchange) {
      poll = null;
      waiting = false;
      connection.close(CloseReason.TRANSPORT_CLOSE);
    }
  }

  /** Answers the GET that waits, if there is anything to say. */
  private void flush() {
    scheduled.set(false);
    Exchange waitingPoll = poll;
    if (waitingPoll == null) {
      return;
    }
    PayloadWriter rest = rest();
    if (!rest.isEmpty()) {
      answer(waitingPoll, rest.finish());
    }
  }

  private void release() {
    Exchange waitingPoll = poll;
    if (waitingPoll != null) {
      answer(waitingPoll, one(NOOP).finish());
    }
  }

  private void answer(Exchange waitingPoll, Payload payload) {
    poll = null;
    waiting = false;
    waitingPoll.packets(payload);
  }

  /** All that waits. */
  private PayloadWriter rest() {
    PayloadWriter writer = writer();
    Frame frame = connection.nextKept();
    while (frame != null) {
      connections.traffic().sent.increment();
      writer.add(frame.text(), frame.attachments());
      frame = connection.nextKept();
    }
    return writer;
  }

  private void stopUpgrade() {
    Upgrade unfinished = upgrade;
    forgetUpgrade();
    if (unfinished != null) {
      unfinished.abort();
    }
  }

  private void forgetUpgrade() {
    upgrade = null;
    if (releasing) {
      releasing = false;
      vertx.cancelTimer(releases);
    }
  }

  private void addFarewell(PayloadWriter packets) {
    if (!packets.isEmpty()) {
      farewell.add(packets.finish());
    }
  }

  private PayloadWriter one(String packet) {
    PayloadWriter writer = writer();
    writer.add(packet, List.of());
    return writer;
  }

  private PayloadWriter writer() {
    return new PayloadWriter(connection.version(), connection.isTextOnly());
  }

  /** Whether the client is likely still there, and not to blame, so that it shall hear the end. */
  private static boolean isToBeHeard(CloseReason reason) {
    return switch (reason) {
      case SERVER_DISCONNECT, SHUTTING_DOWN, CONNECT_TIMEOUT, TOO_MANY_ROOMS, TOO_MANY_UNFINISHED ->
          true;
      default -> false;
    };
  }
}
