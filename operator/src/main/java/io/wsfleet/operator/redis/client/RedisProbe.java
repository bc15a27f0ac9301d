package io.wsfleet.operator.redis.client;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.wsfleet.operator.redis.failover.RedisState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Polls one Redis over one connection: a {@link ProbeState} decides, a {@link
 * ReconnectingConnection} connects, and a {@link Debouncer} reports changes. Thread-safe; the lock
 * is never held while something is waited for.
 */
final class RedisProbe {

  private static final Logger log = LoggerFactory.getLogger(RedisProbe.class);

  /** The reply of each replica for a moment after it was told to follow another master. */
  private static final String LOADING = "LOADING";

  /** What all probes have in common. */
  record Dependencies(
      RedisConnector connector,
      Semaphore connectPermits,
      MonitorSettings settings,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      LongFunction<Instant> wallTime) {}

  /** A probe whose reply may still come. */
  record PendingProbe(RedisProbe probe, long sentAt, CompletableFuture<RedisState> state) {

    /** The reply; without one the Redis is unreachable. */
    RedisState result() {
      return state.isDone() ? state.join() : probe.onTimeout(sentAt);
    }
  }

  private final Dependencies dependencies;
  private final RedisPod pod;
  private final Debouncer debouncer;
  private final ProbeState probeState;
  private final ReconnectingConnection connection;
  private boolean closed;
  private int reportedChanges;
  private int remindedOutages;

  RedisProbe(
      Dependencies dependencies, RedisPod pod, Supplier<RedisAccess> access, Debouncer debouncer) {
    this.dependencies = dependencies;
    this.pod = pod;
    this.debouncer = debouncer;
    this.probeState =
        new ProbeState(
            dependencies.settings().replyTimeout(), dependencies.settings().reconnectAfter());
    this.connection =
        new ReconnectingConnection(
            this,
            () -> dependencies.connector().connect(pod.address(), access.get()),
            dependencies.connectPermits(),
            new ConnectionListener());
  }

  RedisPod pod() {
    return pod;
  }

  /** Does what is due now. */
  synchronized void tick() {
    if (closed) {
      return;
    }
    long now = now();
    var action = probeState.next(now);
    report();
    var open = connection.connection();
    if (action == ProbeState.Action.SEND && open != null) {
      requestRole(open, now);
    } else if (action == ProbeState.Action.CONNECT) {
      connect(now);
    } else if (action == ProbeState.Action.RECONNECT) {
      connection.disconnect();
      probeState.disconnected();
      connect(now);
    }
  }

  synchronized void shiftDeadlines(long nanos) {
    probeState.shift(nanos);
  }

  synchronized void close() {
    closed = true;
    connection.close();
    probeState.disconnected();
  }

  /** The connection over which every command is sent; null if there is none. */
  synchronized @Nullable RedisConnection connection() {
    return connection.connection();
  }

  /** Fails at once while the Redis is unreachable or not connected. */
  synchronized CompletableFuture<List<Object>> send(List<RedisCommand> commands) {
    var open = connection.connection();
    return open == null || probeState.isUnreachable()
        ? CompletableFuture.failedFuture(new RedisException("There is no connection to it"))
        : open.send(commands);
  }

  /** Requests the state; while the Redis is unreachable the last known one is there at once. */
  synchronized PendingProbe probe() {
    long now = now();
    if (!probeState.isUnreachable() && connection.opening() == null) {
      connect(now);
    }
    var opening = probeState.isUnreachable() ? null : connection.opening();
    var state =
        opening == null
            ? CompletableFuture.<RedisState>completedFuture(lastKnownState(now))
            : opening
                .thenCompose(open -> open.send(ReplicationInfo.COMMANDS))
                .handle((replies, failure) -> parseReply(replies, failure, now));
    return new PendingProbe(this, now, state);
  }

  private synchronized RedisState onTimeout(long sentAt) {
    probeState.noReply(sentAt);
    report();
    return lastKnownState(now());
  }

  private synchronized RedisState parseReply(
      @Nullable List<Object> replies, @Nullable Throwable failure, long sentAt) {
    if (replies != null) {
      try {
        var reachable = ReplicationInfo.read(replies);
        probeState.noErrorReplied();
        return reachable;
      } catch (ReplicationInfo.MalformedReplyException e) {
        return onErrorReply(String.valueOf(e.getMessage()), sentAt);
      }
    }
    var cause = ConnectionErrors.rootCause(failure);
    if (cause instanceof RedisCommandExecutionException) {
      return onErrorReply(String.valueOf(cause.getMessage()), sentAt);
    }
    if (!(cause instanceof RedisException || cause instanceof IOException)) {
      return onErrorReply(String.valueOf(cause), sentAt);
    }
    return probeState.isUnreachable()
        ? lastKnownState(now())
        : unreachable(sentAt, ConnectionErrors.isConnectionRefused(failure));
  }

  /** It is loading its data, or accepts another password: its state is unknown. */
  private RedisState onErrorReply(String error, long sentAt) {
    if (probeState.errorReplied(error, sentAt)) {
      log.atLevel(error.startsWith(LOADING) ? Level.INFO : Level.WARN)
          .log("The Redis of {} does not report its state: {}", pod.pod(), error);
    }
    return unreachable(probeState.errorReplySince(), false);
  }

  private RedisState lastKnownState(long now) {
    return probeState.isUnreachable()
        ? unreachable(probeState.unreachableSince(), probeState.isConnectionRefused())
        : unreachable(now, false);
  }

  private RedisState.Unreachable unreachable(long since, boolean connectionRefused) {
    return new RedisState.Unreachable(dependencies.wallTime().apply(since), connectionRefused);
  }

  private void connect(long now) {
    if (connection.mayOpen()) {
      probeState.connecting(now);
      connection.open();
    }
  }

  private void requestRole(RedisConnection to, long now) {
    probeState.sent(now);
    to.send(List.of(RedisCommand.ROLE))
        .whenComplete((replies, failure) -> onRoleReply(to, replies, failure));
  }

  private synchronized void onRoleReply(
      RedisConnection from, @Nullable List<Object> replies, @Nullable Throwable failure) {
    if (closed || connection.connection() != from) {
      return;
    }
    if (replies != null) {
      probeState.replied(RoleReply.summary(replies.get(0)));
    } else if (ConnectionErrors.isErrorReply(failure)) {
      probeState.replied(String.valueOf(failure));
    }
    report();
  }

  private final class ConnectionListener implements ReconnectingConnection.Listener {

    @Override
    public void onOpened(RedisConnection opened) {
      probeState.connected();
      requestRole(opened, now());
    }

    @Override
    public void onFailed(@Nullable Throwable failure) {
      if (ConnectionErrors.isErrorReply(failure) || ConnectionErrors.isTlsError(failure)) {
        onErrorReply(ConnectionErrors.describe(failure), probeState.connectedAt());
      }
      probeState.connectFailed(ConnectionErrors.isConnectionRefused(failure));
      report();
    }

    /** Reconnects at once, unless the connection did not last; then with the next tick. */
    @Override
    public void onClosed() {
      long now = now();
      boolean hasLasted =
          now - probeState.connectedAt() >= dependencies.settings().interval().toNanos();
      probeState.closed(now);
      report();
      if (hasLasted) {
        connect(now);
      }
    }
  }

  private void report() {
    if (reportedChanges != probeState.changes()) {
      reportedChanges = probeState.changes();
      debouncer.trigger();
    }
    if (remindedOutages != probeState.outages()) {
      remindedOutages = probeState.outages();
      scheduleReminder(remindedOutages);
    }
  }

  /** At each moment at which an outage gets another meaning for the failover. */
  private void scheduleReminder(int outage) {
    var timeouts = dependencies.settings().timeouts();
    long delay =
        probeState.nextReminder(
            now(), timeouts.connectionRefusedTimeout(), timeouts.unreachableTimeout());
    if (!dependencies.scheduler().isShutdown()) {
      dependencies.scheduler().schedule(() -> onReminder(outage), delay, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void onReminder(int outage) {
    if (!closed && probeState.isUnreachable() && probeState.outages() == outage) {
      debouncer.trigger();
      scheduleReminder(outage);
    }
  }

  private long now() {
    return dependencies.nanoTime().getAsLong();
  }
}
