package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.LivenessDetector;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that is replaced whenever it is lost; the client library restores neither
 * connections nor subscriptions:
 *
 * <ol>
 *   <li>It connects within a bounded time, authenticates, checks the server's role and lets the
 *       listener prepare the connection.
 *   <li>It sends {@code ROLE} every {@code pingMillis}. A connection without a reply within {@code
 *       timeoutMillis} is lost, whatever TCP says, and so is one whose server does not have the
 *       {@link RequiredRole}.
 *   <li>It closes a lost connection and connects again after a {@link Backoff}, or at once when the
 *       master's address has changed.
 * </ol>
 *
 * <p>Everything runs on one event loop, that of the given context.
 */
public final class SupervisedConnection {
  // A silence is noticed at most this part of a ping interval late.
  private static final int TICKS_PER_PING = 4;

  // A connection that is lost sooner counts as a failure: the backoff goes on.
  private static final long STABLE_MILLIS = 500;

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Context context;
  private final Endpoint endpoint;
  private final RedisSettings settings;
  private final RedisConnector connector;
  private final RandomGenerator random;
  private final ConnectionListener listener;
  private final LongAdder reconnects;

  private @Nullable ConnectionAttempt current;
  private int failures;
  private long retryTimer = NO_TIMER;
  private boolean addressChanged;
  private boolean wasUpBefore;
  private boolean isOrphaned;
  private boolean closed;

  public SupervisedConnection(
      Vertx vertx,
      Context context,
      Endpoint endpoint,
      RedisSettings settings,
      RandomGenerator random,
      LongAdder reconnects,
      ConnectionListener listener) {
    this.vertx = vertx;
    this.context = context;
    this.endpoint = endpoint;
    this.settings = settings;
    this.connector = new RedisConnector(vertx, settings);
    this.random = random;
    this.reconnects = reconnects;
    this.listener = listener;
  }

  public void start() {
    settings.connectionLog().add(vertx, endpoint.name());
    endpoint.address().onChange(() -> context.runOnContext(go -> onAddressChange()));
    context.runOnContext(go -> connect());
  }

  public void close() {
    context.runOnContext(
        go -> {
          closed = true;
          settings.connectionLog().remove(endpoint.name());
          if (current != null) {
            current.end();
          }
        });
  }

  /** The pending retry, or the next attempt, goes to the new address at once. */
  private void onAddressChange() {
    ConnectionAttempt attempt = current;
    addressChanged = attempt == null || !attempt.up || attempt.ended;
    if (retryTimer != NO_TIMER) {
      vertx.cancelTimer(retryTimer);
      scheduleRetry();
    }
  }

  private void connect() {
    retryTimer = NO_TIMER;
    if (closed) {
      return;
    }
    ConnectionAttempt attempt = new ConnectionAttempt();
    current = attempt;
    attempt.begin();
  }

  private void scheduleRetry() {
    if (addressChanged) {
      addressChanged = false;
      failures = 0;
      connect();
      return;
    }
    long delay = settings.backoff().delay(failures, random);
    retryTimer = vertx.setTimer(delay, id -> connect());
  }

  /** One connection, from the attempt to connect until it is closed. */
  private final class ConnectionAttempt implements ConnectionControl {
    private final HostPort address = endpoint.address().forAttempt(failures);
    private final long tickMillis = Math.max(1, settings.pingMillis() / TICKS_PER_PING);
    private final LivenessDetector liveness =
        new LivenessDetector(
            settings.pingMillis(), settings.connectMillis(), settings.connectMillis(), 0);
    // Counts ticks and not the time of the clock: a pause of this process says nothing about Redis.
    private long tickedMillis;
    private long upSinceMillis;
    private long orphanedMillis;
    private long timer;
    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private boolean up;
    private boolean ended;

    ConnectionAttempt() {
      liveness.awaitReply(tickedMillis);
      scheduleTick();
    }

    void begin() {
      try {
        client = connector.client(address, endpoint.address().service());
      } catch (RuntimeException unreadable) {
        fail(unreadable);
        return;
      }
      client.connect().onSuccess(this::connected).onFailure(this::fail);
    }

    private void connected(RedisConnection made) {
      if (ended) {
        return;
      }
      connection = made;
      liveness.awaitReply(tickedMillis);
      made.handler(this::onMessage).exceptionHandler(this::fail);
      made.endHandler(end -> abandon("the server closed the connection"));
      made.send(
          Request.cmd(Command.CLIENT).arg("SETNAME").arg(settings.clientName(endpoint.name())));
      sendRole(made).onSuccess(this::roleChecked).onFailure(this::fail);
    }

    private void roleChecked(@Nullable Response roleReply) {
      RedisConnection made = connection;
      if (ended || made == null || !checkRole(roleReply)) {
        return;
      }
      listener.prepare(made, this);
    }

    @Override
    public void markReady() {
      RedisConnection made = connection;
      if (ended || up || made == null) {
        return;
      }
      up = true;
      upSinceMillis = tickedMillis;
      liveness.setLimits(settings.timeoutMillis(), settings.timeoutMillis());
      addressChanged = false;
      if (wasUpBefore) {
        reconnects.increment();
      }
      wasUpBefore = true;
      if (!isOrphaned) {
        logUp();
      }
      listener.onUp(made);
    }

    private void onMessage(Response message) {
      liveness.awaitReply(tickedMillis);
      if (!ended) {
        listener.onMessage(message);
      }
    }

    private void scheduleTick() {
      timer = vertx.setTimer(tickMillis, id -> tick());
    }

    private void tick() {
      if (liveness.state(tickedMillis) == LivenessDetector.State.LOST) {
        int allowedMillis = up ? settings.timeoutMillis() : settings.connectMillis();
        abandon("no answer within " + allowedMillis + " ms");
        return;
      }
      tickedMillis += tickMillis;
      scheduleTick();
      RedisConnection made = connection;
      if (made == null || !up) {
        return;
      }
      if (tickedMillis - upSinceMillis >= STABLE_MILLIS) {
        failures = 0;
      }
      if (liveness.isPingDue(tickedMillis)) {
        liveness.onPing(tickedMillis);
        sendRole(made).onSuccess(this::checkRole);
      }
    }

    private Future<Response> sendRole(RedisConnection made) {
      return made.send(Request.cmd(Command.ROLE));
    }

    private boolean checkRole(@Nullable Response roleReply) {
      liveness.awaitReply(tickedMillis);
      if (ended) {
        return false;
      }
      RequiredRole.RoleCheck roleCheck = endpoint.requiredRole().check(roleReply);
      if (roleCheck == RequiredRole.RoleCheck.VIOLATED) {
        abandon("this Redis is not the master");
        return false;
      }
      if (roleCheck == RequiredRole.RoleCheck.SATISFIED) {
        orphanedMillis = 0;
        if (isOrphaned && up) {
          logUp();
        }
        isOrphaned = false;
        return true;
      }
      orphanedMillis += settings.pingMillis();
      if (RequiredRole.isOrphanedTooLong(orphanedMillis)) {
        abandon(RequiredRole.orphanedReason());
        isOrphaned = true;
        return false;
      }
      return true;
    }

    private void logUp() {
      settings.connectionLog().up(endpoint.name(), address);
    }

    private void fail(Throwable failure) {
      abandon(RedisConnector.describe(failure));
    }

    @Override
    public void abandon(String reason) {
      if (ended) {
        return;
      }
      boolean wasUp = up;
      end();
      failures++;
      // Connections to an orphaned replica are closed again and again: logged once.
      if ((wasUp || failures == 1) && !isOrphaned) {
        settings.connectionLog().down(vertx, endpoint.name(), address, reason);
      }
      scheduleRetry();
    }

    void end() {
      if (ended) {
        return;
      }
      ended = true;
      vertx.cancelTimer(timer);
      if (client != null) {
        client.close();
      }
      if (up) {
        listener.onDown();
      }
    }
  }
}
