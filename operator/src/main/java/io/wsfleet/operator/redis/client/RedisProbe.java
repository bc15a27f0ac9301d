package io.wsfleet.operator.redis.client;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.wsfleet.operator.redis.failover.RedisState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One Redis under watch: its one connection, the question that is out, and since when it has not
 * answered. Whatever happens to it happens under its lock, which is never held for long.
 */
final class RedisProbe {

  private static final Logger log = LoggerFactory.getLogger(RedisProbe.class);

  /** What each of them answers for a moment when it follows another master. */
  private static final String LOADING = "LOADING";

  private static final Duration REMINDER_INTERVAL = Duration.ofSeconds(1);

  /** What all of them have in common. */
  record Dependencies(
      RedisConnector connector,
      Semaphore connectPermits,
      MonitorSettings settings,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      LongFunction<Instant> wallTime) {}

  private final Dependencies dependencies;
  private final RedisPod pod;
  private final Supplier<RedisAccess> access;
  private final Debouncer debouncer;

  private boolean closed;
  private int attempt;
  private long attemptedAt;

  /** Made, or being made. */
  private @Nullable CompletableFuture<RedisConnection> connecting;

  private @Nullable RedisConnection connection;

  /** Whether it was ever connected; until then it waits for its turn. */
  private boolean wasConnected;

  private boolean hasPermit;
  private boolean isRolePending;
  private long roleSentAt;

  private boolean unreachable;
  private long unreachableSince;
  private boolean connectionRefused;
  private int outage;

  private String lastRole = "";
  private @Nullable String errorReply;
  private long errorReplySince;

  RedisProbe(
      Dependencies dependencies, RedisPod pod, Supplier<RedisAccess> access, Debouncer debouncer) {
    this.dependencies = dependencies;
    this.pod = pod;
    this.access = access;
    this.debouncer = debouncer;
  }

  RedisPod pod() {
    return pod;
  }

  /** What is due now: to ask, to find that nothing has come back, to connect. */
  synchronized void tick() {
    if (closed) {
      return;
    }
    long now = now();
    if (connection != null && !isRolePending) {
      send(connection, now);
      return;
    }
    if (connecting == null) {
      connect(now);
      return;
    }
    long since = connection == null ? attemptedAt : roleSentAt;
    if (now - since >= dependencies.settings().replyTimeout().toNanos()) {
      markUnreachable(since, false);
    }
    if (now - since >= dependencies.settings().reconnectAfter().toNanos()) {
      disconnect();
      connect(now);
    }
  }

  /** It was this process that stood still, and not Redis. */
  synchronized void shiftDeadlines(long nanos) {
    roleSentAt += nanos;
    attemptedAt += nanos;
  }

  synchronized void close() {
    closed = true;
    disconnect();
  }

  /** The connection on which everything is said to it. */
  synchronized @Nullable RedisConnection connection() {
    return connection;
  }

  /** Asks it something; at once in vain where it is silent, or not connected to. */
  synchronized CompletableFuture<List<Object>> send(List<RedisCommand> commands) {
    var current = connection;
    return current == null || unreachable
        ? CompletableFuture.failedFuture(new RedisException("There is no connection to it"))
        : current.send(commands);
  }

  /** What it says of itself, or at once what is remembered of it while it is silent. */
  synchronized PendingProbe probe() {
    long now = now();
    if (unreachable) {
      return new PendingProbe(this, now, CompletableFuture.completedFuture(lastKnownState(now)));
    }
    if (connecting == null) {
      connect(now);
    }
    var current = connecting;
    var state =
        current == null
            ? CompletableFuture.<RedisState>completedFuture(lastKnownState(now))
            : current
                .thenCompose(l -> l.send(ReplicationInfo.COMMANDS))
                .handle((replies, failure) -> parseReply(replies, failure, now));
    return new PendingProbe(this, now, state);
  }

  /** A question of which nothing has been heard in time. */
  record PendingProbe(RedisProbe probe, long sentAt, CompletableFuture<RedisState> state) {

    RedisState result() {
      return state.isDone() ? state.join() : probe.onTimeout(sentAt);
    }
  }

  private synchronized RedisState onTimeout(long sentAt) {
    markUnreachable(isRolePending ? Math.min(roleSentAt, sentAt) : sentAt, false);
    return lastKnownState(now());
  }

  private synchronized RedisState parseReply(
      @Nullable List<Object> replies, @Nullable Throwable failure, long sentAt) {
    if (replies != null) {
      try {
        var reachable = ReplicationInfo.read(replies);
        errorReply = null;
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
    return unreachable
        ? lastKnownState(now())
        : new RedisState.Unreachable(
            dependencies.wallTime().apply(sentAt), ConnectionErrors.isConnectionRefused(failure));
  }

  /** It lives, and says nothing that helps: it is being filled, or knows another password. */
  private RedisState onErrorReply(String why, long sentAt) {
    if (errorReply == null) {
      errorReplySince = sentAt;
    }
    if (!why.equals(errorReply)) {
      log.atLevel(why.startsWith(LOADING) ? Level.INFO : Level.WARN)
          .log("The Redis of {} does not say what it is: {}", pod.pod(), why);
    }
    errorReply = why;
    return new RedisState.Unreachable(dependencies.wallTime().apply(errorReplySince), false);
  }

  private RedisState lastKnownState(long now) {
    return unreachable
        ? new RedisState.Unreachable(
            dependencies.wallTime().apply(unreachableSince), connectionRefused)
        : new RedisState.Unreachable(dependencies.wallTime().apply(now), false);
  }

  /** Of those that are new only a few at once: all at once would each take too long. */
  private void connect(long now) {
    if (!wasConnected && !hasPermit) {
      hasPermit = dependencies.connectPermits().tryAcquire();
      if (!hasPermit) {
        return;
      }
    }
    attemptedAt = now;
    int number = ++attempt;
    try {
      var next = dependencies.connector().connect(pod.address(), access.get());
      connecting = next;
      next.whenComplete((l, failure) -> onConnected(number, l, failure));
    } catch (RuntimeException e) {
      onConnected(number, null, e);
    }
  }

  private synchronized void onConnected(
      int number, @Nullable RedisConnection next, @Nullable Throwable failure) {
    if (closed || number != attempt) {
      if (next != null) {
        next.close();
      }
      return;
    }
    releasePermit();
    if (next == null) {
      connecting = null;
      if (ConnectionErrors.isErrorReply(failure) || ConnectionErrors.isTlsError(failure)) {
        onErrorReply(ConnectionErrors.describe(failure), attemptedAt);
      }
      markUnreachable(attemptedAt, ConnectionErrors.isConnectionRefused(failure));
      return;
    }
    connection = next;
    wasConnected = true;
    isRolePending = false;
    next.onClose(() -> onClosed(next));
    if (connection == next) {
      send(next, now());
    }
  }

  /** Made again at once, unless it did not last; then with the next tick. */
  private synchronized void onClosed(RedisConnection which) {
    if (closed || connection != which) {
      return;
    }
    long now = now();
    long began = attemptedAt;
    disconnect();
    markUnreachable(now, true);
    if (now - began >= dependencies.settings().interval().toNanos()) {
      connect(now);
    }
  }

  private void disconnect() {
    var former = connection;
    connection = null;
    connecting = null;
    isRolePending = false;
    attempt++;
    releasePermit();
    if (former != null) {
      former.close();
    }
  }

  private void releasePermit() {
    if (hasPermit) {
      hasPermit = false;
      dependencies.connectPermits().release();
    }
  }

  private void send(RedisConnection to, long now) {
    isRolePending = true;
    roleSentAt = now;
    to.send(List.of(RedisCommand.ROLE))
        .whenComplete((replies, failure) -> onRoleReply(to, replies, failure));
  }

  private synchronized void onRoleReply(
      RedisConnection by, @Nullable List<Object> replies, @Nullable Throwable failure) {
    if (closed || connection != by) {
      return;
    }
    if (replies == null && !ConnectionErrors.isErrorReply(failure)) {
      return;
    }
    isRolePending = false;
    var now = replies == null ? String.valueOf(failure) : roleSummary(replies.get(0));
    if (unreachable || !now.equals(lastRole)) {
      unreachable = false;
      lastRole = now;
      debouncer.trigger();
    }
  }

  /** Whom it follows and whether it is linked to it, or who follows it; offsets always change. */
  static String roleSummary(Object answer) {
    if (!(answer instanceof List<?> parts) || parts.size() < 3) {
      return String.valueOf(answer);
    }
    if (parts.get(2) instanceof List<?> followers) {
      return followers.stream()
          .map(f -> f instanceof List<?> follower ? String.valueOf(follower.get(0)) : "")
          .sorted()
          .collect(Collectors.joining(" ", parts.get(0) + " ", ""));
    }
    boolean linked = parts.size() > 3 && "connected".equals(parts.get(3));
    return Stream.of(parts.get(0), parts.get(1), parts.get(2), linked)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private void markUnreachable(long since, boolean isConnectionRefused) {
    if (!unreachable) {
      unreachable = true;
      unreachableSince = since;
      connectionRefused = isConnectionRefused;
      outage++;
      debouncer.trigger();
      scheduleReminder(outage);
    } else if (connectionRefused != isConnectionRefused) {
      connectionRefused = isConnectionRefused;
      debouncer.trigger();
    }
  }

  /** At each moment at which a silence comes to mean more than before. */
  private void scheduleReminder(int of) {
    long lasted = now() - unreachableSince;
    var failoverTimeouts = dependencies.settings().timeouts();
    long second = REMINDER_INTERVAL.toNanos();
    long next =
        Stream.of(
                failoverTimeouts.connectionRefusedTimeout().toNanos(),
                failoverTimeouts.unreachableTimeout().toNanos(),
                (lasted / second + 1) * second)
            .filter(bound -> bound > lasted)
            .min(Long::compare)
            .orElse(lasted + second);
    if (!dependencies.scheduler().isShutdown()) {
      dependencies.scheduler().schedule(() -> onReminder(of), next - lasted, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void onReminder(int of) {
    if (!closed && unreachable && outage == of) {
      debouncer.trigger();
      scheduleReminder(of);
    }
  }

  private long now() {
    return dependencies.nanoTime().getAsLong();
  }
}
