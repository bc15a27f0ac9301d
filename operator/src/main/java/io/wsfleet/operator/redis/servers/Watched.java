package io.wsfleet.operator.redis.servers;

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
final class Watched {

  private static final Logger log = LoggerFactory.getLogger(Watched.class);

  /** What each of them answers for a moment when it follows another master. */
  private static final String BEING_FILLED = "LOADING";

  private static final Duration STILL_SILENT = Duration.ofSeconds(1);

  /** What all of them have in common. */
  record Surroundings(
      Wire wire,
      Semaphore admission,
      WatchSettings settings,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      LongFunction<Instant> wallTime) {}

  private final Surroundings around;
  private final RedisPod pod;
  private final Supplier<RedisAccess> access;
  private final Bell bell;

  private boolean over;
  private int attempt;
  private long attemptedAt;

  /** Made, or being made. */
  private @Nullable CompletableFuture<Line> line;

  private @Nullable Line made;

  /** Whether it was ever connected; until then it waits for its turn. */
  private boolean known;

  private boolean admitted;
  private boolean asked;
  private long askedAt;

  private boolean silent;
  private long silentSince;
  private boolean refused;
  private int period;

  private String role = "";
  private @Nullable String unreadable;
  private long unreadableSince;

  Watched(Surroundings around, RedisPod pod, Supplier<RedisAccess> access, Bell bell) {
    this.around = around;
    this.pod = pod;
    this.access = access;
    this.bell = bell;
  }

  RedisPod pod() {
    return pod;
  }

  /** What is due now: to ask, to find that nothing has come back, to connect. */
  synchronized void tick() {
    if (over) {
      return;
    }
    long now = now();
    if (made != null && !asked) {
      ask(made, now);
      return;
    }
    if (line == null) {
      connect(now);
      return;
    }
    long since = made == null ? attemptedAt : askedAt;
    if (now - since >= around.settings().answer().toNanos()) {
      fallSilent(since, false);
    }
    if (now - since >= around.settings().abandon().toNanos()) {
      drop();
      connect(now);
    }
  }

  /** It was this process that stood still, and not Redis. */
  synchronized void excuse(long nanos) {
    askedAt += nanos;
    attemptedAt += nanos;
  }

  synchronized void end() {
    over = true;
    drop();
  }

  /** The connection on which everything is said to it. */
  synchronized @Nullable Line line() {
    return made;
  }

  /** Asks it something; at once in vain where it is silent, or not connected to. */
  synchronized CompletableFuture<List<Object>> ask(List<Command> commands) {
    var there = made;
    return there == null || silent
        ? CompletableFuture.failedFuture(new RedisException("There is no connection to it"))
        : there.ask(commands);
  }

  /** What it says of itself, or at once what is remembered of it while it is silent. */
  synchronized Inquiry inquire() {
    long now = now();
    if (silent) {
      return new Inquiry(this, now, CompletableFuture.completedFuture(memory(now)));
    }
    if (line == null) {
      connect(now);
    }
    var there = line;
    var said =
        there == null
            ? CompletableFuture.<RedisState>completedFuture(memory(now))
            : there
                .thenCompose(l -> l.ask(ReplicationInfo.QUESTIONS))
                .handle((answers, failure) -> understand(answers, failure, now));
    return new Inquiry(this, now, said);
  }

  /** A question of which nothing has been heard in time. */
  record Inquiry(Watched of, long sentAt, CompletableFuture<RedisState> said) {

    RedisState outcome() {
      return said.isDone() ? said.join() : of.unanswered(sentAt);
    }
  }

  private synchronized RedisState unanswered(long sentAt) {
    fallSilent(asked ? Math.min(askedAt, sentAt) : sentAt, false);
    return memory(now());
  }

  private synchronized RedisState understand(
      @Nullable List<Object> answers, @Nullable Throwable failure, long sentAt) {
    if (answers != null) {
      try {
        var reachable = ReplicationInfo.read(answers);
        unreadable = null;
        return reachable;
      } catch (ReplicationInfo.Unreadable e) {
        return unreadable(String.valueOf(e.getMessage()), sentAt);
      }
    }
    var cause = Failure.cause(failure);
    if (cause instanceof RedisCommandExecutionException) {
      return unreadable(String.valueOf(cause.getMessage()), sentAt);
    }
    if (!(cause instanceof RedisException || cause instanceof IOException)) {
      return unreadable(String.valueOf(cause), sentAt);
    }
    return silent
        ? memory(now())
        : new RedisState.Unreachable(around.wallTime().apply(sentAt), Failure.isRefusal(failure));
  }

  /** It lives, and says nothing that helps: it is being filled, or knows another password. */
  private RedisState unreadable(String why, long sentAt) {
    if (unreadable == null) {
      unreadableSince = sentAt;
    }
    if (!why.equals(unreadable)) {
      log.atLevel(why.startsWith(BEING_FILLED) ? Level.INFO : Level.WARN)
          .log("The Redis of {} does not say what it is: {}", pod.pod(), why);
    }
    unreadable = why;
    return new RedisState.Unreachable(around.wallTime().apply(unreadableSince), false);
  }

  private RedisState memory(long now) {
    return silent
        ? new RedisState.Unreachable(around.wallTime().apply(silentSince), refused)
        : new RedisState.Unreachable(around.wallTime().apply(now), false);
  }

  /** Of those that are new only a few at once: all at once would each take too long. */
  private void connect(long now) {
    if (!known && !admitted) {
      admitted = around.admission().tryAcquire();
      if (!admitted) {
        return;
      }
    }
    attemptedAt = now;
    int number = ++attempt;
    try {
      var next = around.wire().connect(pod.address(), access.get());
      line = next;
      next.whenComplete((l, failure) -> connected(number, l, failure));
    } catch (RuntimeException e) {
      connected(number, null, e);
    }
  }

  private synchronized void connected(
      int number, @Nullable Line next, @Nullable Throwable failure) {
    if (over || number != attempt) {
      if (next != null) {
        next.close();
      }
      return;
    }
    leaveAdmission();
    if (next == null) {
      line = null;
      if (Failure.isAnswer(failure) || Failure.isDistrust(failure)) {
        unreadable(Failure.inWords(failure), attemptedAt);
      }
      fallSilent(attemptedAt, Failure.isRefusal(failure));
      return;
    }
    made = next;
    known = true;
    asked = false;
    next.whenClosed(() -> closed(next));
    if (made == next) {
      ask(next, now());
    }
  }

  /** Made again at once, unless it did not last; then with the next tick. */
  private synchronized void closed(Line which) {
    if (over || made != which) {
      return;
    }
    long now = now();
    long began = attemptedAt;
    drop();
    fallSilent(now, true);
    if (now - began >= around.settings().every().toNanos()) {
      connect(now);
    }
  }

  private void drop() {
    var former = made;
    made = null;
    line = null;
    asked = false;
    attempt++;
    leaveAdmission();
    if (former != null) {
      former.close();
    }
  }

  private void leaveAdmission() {
    if (admitted) {
      admitted = false;
      around.admission().release();
    }
  }

  private void ask(Line to, long now) {
    asked = true;
    askedAt = now;
    to.ask(List.of(Command.ROLE))
        .whenComplete((answers, failure) -> answered(to, answers, failure));
  }

  private synchronized void answered(
      Line by, @Nullable List<Object> answers, @Nullable Throwable failure) {
    if (over || made != by) {
      return;
    }
    if (answers == null && !Failure.isAnswer(failure)) {
      return;
    }
    asked = false;
    var now = answers == null ? String.valueOf(failure) : whatMatters(answers.get(0));
    if (silent || !now.equals(role)) {
      silent = false;
      role = now;
      bell.ring();
    }
  }

  /** Whom it follows and whether it is linked to it, or who follows it; offsets always change. */
  static String whatMatters(Object answer) {
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

  private void fallSilent(long since, boolean isRefused) {
    if (!silent) {
      silent = true;
      silentSince = since;
      refused = isRefused;
      period++;
      bell.ring();
      tellAgain(period);
    } else if (refused != isRefused) {
      refused = isRefused;
      bell.ring();
    }
  }

  /** At each moment at which a silence comes to mean more than before. */
  private void tellAgain(int of) {
    long lasted = now() - silentSince;
    var failoverTimeouts = around.settings().timing();
    long second = STILL_SILENT.toNanos();
    long next =
        Stream.of(
                failoverTimeouts.connectionRefusedTimeout().toNanos(),
                failoverTimeouts.unreachableTimeout().toNanos(),
                (lasted / second + 1) * second)
            .filter(bound -> bound > lasted)
            .min(Long::compare)
            .orElse(lasted + second);
    if (!around.scheduler().isShutdown()) {
      around.scheduler().schedule(() -> boundReached(of), next - lasted, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void boundReached(int of) {
    if (!over && silent && period == of) {
      bell.ring();
      tellAgain(of);
    }
  }

  private long now() {
    return around.nanoTime().getAsLong();
  }
}
