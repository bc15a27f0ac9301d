package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.net.CaBundle;
import io.wsfleet.gateway.net.TlsErrors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Redis that is kept up, since the client library keeps neither a connection nor
 * a subscription by itself:
 *
 * <ol>
 *   <li>connect within a bounded time, authenticate, let the owner set it up;
 *   <li>ask every {@code pingMillis} which role it has; no answer within {@code timeoutMillis}
 *       means that it is broken, whatever TCP believes, and an answer that does not suit, that it
 *       is at the wrong place, see {@link RequiredRole};
 *   <li>when it is broken, drop it, wait a little longer each time, and begin anew; at once when
 *       another address is heard of.
 * </ol>
 *
 * Everything here runs on one event loop, the given context.
 */
public final class SupervisedConnection {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  // So that a silence is noticed not much later than it has been too long.
  private static final int TICKS_PER_PING = 4;

  // One that is lost again sooner was no success: the next attempt waits longer than the last.
  private static final long STABLE_MILLIS = 500;

  private static final long NO_TIMER = -1;

  /** For how long a replica may be without a master before another is looked for. */
  static final long ORPHANED_MILLIS = 3000;

  private final Vertx vertx;
  private final Context context;
  private final Endpoint endpoint;
  private final RedisSettings settings;
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
    this.random = random;
    this.reconnects = reconnects;
    this.listener = listener;
  }

  /** What the connection is for, where it goes, and what has to be there. */
  public record Endpoint(String name, MasterAddress address, RequiredRole requiredRole) {

    /** At the master, and nowhere else. */
    public static Endpoint atMaster(String name, MasterAddress master) {
      return new Endpoint(name, master, RequiredRole.MASTER);
    }

    /**
     * Where the stream and channels are heard: at a replica, or at the master if it is the same.
     */
    public static Endpoint forReading(String name, RedisSettings settings) {
      return settings.master().service().equals(settings.replica())
          ? atMaster(name, settings.master())
          : new Endpoint(name, new MasterAddress(settings.replica()), RequiredRole.REPLICA);
    }
  }

  public interface ConnectionListener {
    /** A new connection; it counts as up once {@code ready} is run. */
    void prepare(RedisConnection connection, Runnable ready);

    void onMessage(Response message);

    void onUp(RedisConnection connection);

    void onDown();
  }

  public void start() {
    endpoint.address().onChange(() -> context.runOnContext(go -> onAddressChange()));
    context.runOnContext(go -> connect());
  }

  /** Another address is heard of: an attempt that waits, or the next one, goes there at once. */
  private void onAddressChange() {
    ConnectionAttempt connectionAttempt = current;
    addressChanged = connectionAttempt == null || !connectionAttempt.up || connectionAttempt.ended;
    if (retryTimer != NO_TIMER) {
      vertx.cancelTimer(retryTimer);
      scheduleRetry();
    }
  }

  /** Drops a connection, if it is still the current one, and makes another. */
  public void abandon(RedisConnection made, String reason) {
    ConnectionAttempt connectionAttempt = current;
    if (connectionAttempt != null && connectionAttempt.connection == made) {
      connectionAttempt.fail(reason);
    }
  }

  public void close() {
    context.runOnContext(
        go -> {
          closed = true;
          ConnectionAttempt connectionAttempt = current;
          if (connectionAttempt != null) {
            connectionAttempt.end();
          }
        });
  }

  private void connect() {
    retryTimer = NO_TIMER;
    if (closed) {
      return;
    }
    ConnectionAttempt connectionAttempt = new ConnectionAttempt();
    current = connectionAttempt;
    connectionAttempt.begin();
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

  /** The life of one connection, from the attempt to make it. */
  private final class ConnectionAttempt {
    private final HostPort hostPort = endpoint.address().forAttempt(failures);
    private long timer;
    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private boolean up;
    private boolean ended;
    private long silentMillis;
    private long sincePingMillis;
    private long upMillis;
    private long orphanedMillis;

    ConnectionAttempt() {
      scheduleTick();
    }

    void begin() {
      String password;
      @Nullable TrustOptions trust;
      try {
        password = settings.password().get();
        CaBundle caBundle = settings.caBundle();
        // The name is the Service's: a pod that is called by its address shows that as well.
        trust =
            caBundle == null
                ? null
                : caBundle.trustOptions(endpoint.address().service().host(), vertx);
      } catch (RuntimeException unreadable) {
        fail(describe(unreadable));
        return;
      }
      NetClientOptions net = new NetClientOptions();
      net.setConnectTimeout(settings.connectMillis());
      net.setTcpNoDelay(true).setTcpKeepAlive(true).setTcpUserTimeout(settings.connectMillis());
      if (trust != null) {
        net.setSsl(true)
            .setTrustOptions(trust)
            .setHostnameVerificationAlgorithm("")
            .setSslHandshakeTimeout(settings.connectMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
      }
      RedisOptions options =
          new RedisOptions()
              .setNetClientOptions(net)
              .setConnectionString((trust == null ? "redis://" : "rediss://") + hostPort)
              .setMaxWaitingHandlers(settings.maxInFlight() + 16);
      if (!password.isEmpty()) {
        options.setPassword(password);
      }
      client = Redis.createClient(vertx, options);
      client.connect().onSuccess(this::connected).onFailure(e -> fail(describe(e)));
    }

    private void connected(RedisConnection made) {
      if (ended) {
        return;
      }
      connection = made;
      resetSilence();
      made.handler(this::onMessage).exceptionHandler(e -> fail(describe(e)));
      made.endHandler(end -> fail("the server closed the connection"));
      made.send(
          Request.cmd(Command.CLIENT).arg("SETNAME").arg(settings.clientName(endpoint.name())));
      sendRole(made).onSuccess(this::roleChecked).onFailure(e -> fail(describe(e)));
    }

    private void roleChecked(@Nullable Response roleReply) {
      RedisConnection made = connection;
      if (ended || made == null || !checkRole(roleReply)) {
        return;
      }
      listener.prepare(made, () -> ready(made));
    }

    private void ready(RedisConnection made) {
      if (ended || up) {
        return;
      }
      up = true;
      addressChanged = false;
      if (wasUpBefore) {
        reconnects.increment();
      }
      wasUpBefore = true;
      if (!isOrphaned) {
        LOG.infof("redis=%s address=%s state=up", endpoint.name(), hostPort);
      }
      listener.onUp(made);
    }

    private void onMessage(Response message) {
      resetSilence();
      if (!ended) {
        listener.onMessage(message);
      }
    }

    private void scheduleTick() {
      timer = vertx.setTimer(tickMillis(), id -> tick());
    }

    private long tickMillis() {
      return Math.max(1, settings.pingMillis() / TICKS_PER_PING);
    }

    private void tick() {
      RedisConnection made = connection;
      long allowedMillis = up ? settings.timeoutMillis() : settings.connectMillis();
      if (silentMillis >= allowedMillis) {
        fail("no answer within " + allowedMillis + " ms");
        return;
      }
      // Counted by beats, not by the clock: a pause of this process says nothing about Redis.
      silentMillis += tickMillis();
      sincePingMillis += tickMillis();
      scheduleTick();
      if (made == null || !up) {
        return;
      }
      upMillis += tickMillis();
      if (upMillis >= STABLE_MILLIS) {
        failures = 0;
      }
      if (sincePingMillis >= settings.pingMillis()) {
        sincePingMillis = 0;
        sendRole(made).onSuccess(this::checkRole);
      }
    }

    private Future<Response> sendRole(RedisConnection made) {
      return made.send(Request.cmd(Command.ROLE));
    }

    private boolean checkRole(@Nullable Response roleReply) {
      resetSilence();
      if (ended) {
        return false;
      }
      RequiredRole.RoleCheck roleCheck = endpoint.requiredRole().check(roleReply);
      if (roleCheck == RequiredRole.RoleCheck.VIOLATED) {
        fail("that Redis is not the master, as wanted");
        return false;
      }
      if (roleCheck == RequiredRole.RoleCheck.SATISFIED) {
        orphanedMillis = 0;
        if (isOrphaned && up) {
          LOG.infof("redis=%s address=%s state=up", endpoint.name(), hostPort);
        }
        isOrphaned = false;
        return true;
      }
      orphanedMillis += settings.pingMillis();
      if (orphanedMillis > ORPHANED_MILLIS) {
        fail("that replica has had no master for " + ORPHANED_MILLIS + " ms");
        isOrphaned = true;
        return false;
      }
      return true;
    }

    private static String describe(Throwable failure) {
      String distrust = TlsErrors.describe(failure);
      if (distrust != null) {
        return LogText.safe(distrust);
      }
      String message = failure.getMessage();
      return message == null ? failure.getClass().getSimpleName() : LogText.safe(message);
    }

    private void fail(String reason) {
      if (ended) {
        return;
      }
      boolean wasUp = up;
      end();
      failures++;
      // A replica without a master is left again and again, which is not news each time.
      if ((wasUp || failures == 1) && !isOrphaned) {
        LOG.warnf(
            "redis=%s address=%s state=down reason=\"%s\"; clients stay connected, trying again",
            endpoint.name(), hostPort, reason);
      }
      scheduleRetry();
    }

    void end() {
      if (ended) {
        return;
      }
      ended = true;
      vertx.cancelTimer(timer);
      Redis made = client;
      if (made != null) {
        made.close();
      }
      if (up) {
        listener.onDown();
      }
    }

    private void resetSilence() {
      silentMillis = 0;
    }
  }
}
