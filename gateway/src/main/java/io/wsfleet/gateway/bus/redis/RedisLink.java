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
 *       is at the wrong place, see {@link Place};
 *   <li>when it is broken, drop it, wait a little longer each time, and begin anew; at once when
 *       another address is heard of.
 * </ol>
 *
 * Everything here runs on one event loop, the given context.
 */
public final class RedisLink {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  // So that a silence is noticed not much later than it has been too long.
  private static final int BEATS_IN_PING = 4;

  // One that is lost again sooner was no success: the next attempt waits longer than the last.
  private static final long STEADY_MILLIS = 500;

  private static final long NO_TIMER = -1;

  /** For how long a replica may be without a master before another is looked for. */
  static final long ALOOF_MILLIS = 3000;

  private final Vertx vertx;
  private final Context context;
  private final Role role;
  private final RedisSettings settings;
  private final RandomGenerator random;
  private final Owner owner;
  private final LongAdder reconnects;

  private @Nullable Attempt current;
  private int failures;
  private long retry = NO_TIMER;
  private boolean isMoved;
  private boolean wasUpBefore;
  private boolean isAloof;
  private boolean closed;

  public RedisLink(
      Vertx vertx,
      Context context,
      Role role,
      RedisSettings settings,
      RandomGenerator random,
      LongAdder reconnects,
      Owner owner) {
    this.vertx = vertx;
    this.context = context;
    this.role = role;
    this.settings = settings;
    this.random = random;
    this.reconnects = reconnects;
    this.owner = owner;
  }

  /** What the connection is for, where it goes, and what has to be there. */
  public record Role(String name, MasterAddress address, Place place) {

    /** At the master, and nowhere else. */
    public static Role atMaster(String name, MasterAddress master) {
      return new Role(name, master, Place.MASTER);
    }

    /**
     * Where the stream and channels are heard: at a replica, or at the master if it is the same.
     */
    public static Role forReading(String name, RedisSettings settings) {
      return settings.master().service().equals(settings.replica())
          ? atMaster(name, settings.master())
          : new Role(name, new MasterAddress(settings.replica()), Place.REPLICA);
    }
  }

  public interface Owner {
    /** A new connection; it counts as up once {@code ready} is run. */
    void prepare(RedisConnection connection, Runnable ready);

    void receive(Response message);

    void up(RedisConnection connection);

    void down();
  }

  public void start() {
    role.address().whenMoved(() -> context.runOnContext(go -> follow()));
    context.runOnContext(go -> connect());
  }

  /** Another address is heard of: an attempt that waits, or the next one, goes there at once. */
  private void follow() {
    Attempt attempt = current;
    isMoved = attempt == null || !attempt.up || attempt.ended;
    if (retry != NO_TIMER) {
      vertx.cancelTimer(retry);
      again();
    }
  }

  /** Drops a connection, if it is still the current one, and makes another. */
  public void leave(RedisConnection made, String why) {
    Attempt attempt = current;
    if (attempt != null && attempt.connection == made) {
      attempt.fail(why);
    }
  }

  public void close() {
    context.runOnContext(
        go -> {
          closed = true;
          Attempt attempt = current;
          if (attempt != null) {
            attempt.end();
          }
        });
  }

  private void connect() {
    retry = NO_TIMER;
    if (closed) {
      return;
    }
    Attempt attempt = new Attempt();
    current = attempt;
    attempt.begin();
  }

  private void again() {
    if (isMoved) {
      isMoved = false;
      failures = 0;
      connect();
      return;
    }
    long delay = settings.backoff().delay(failures, random);
    retry = vertx.setTimer(delay, id -> connect());
  }

  /** The life of one connection, from the attempt to make it. */
  private final class Attempt {
    private final Address address = role.address().at(failures);
    private long timer;
    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private boolean up;
    private boolean ended;
    private long silentMillis;
    private long unaskedMillis;
    private long upMillis;
    private long aloofMillis;

    Attempt() {
      awaitBeat();
    }

    void begin() {
      String password;
      @Nullable TrustOptions trust;
      try {
        password = settings.password().get();
        CaBundle caBundle = settings.authorities();
        // The name is the Service's: a pod that is called by its address shows that as well.
        trust =
            caBundle == null ? null : caBundle.trustOptions(role.address().service().host(), vertx);
      } catch (RuntimeException unreadable) {
        fail(inWords(unreadable));
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
              .setConnectionString((trust == null ? "redis://" : "rediss://") + address)
              .setMaxWaitingHandlers(settings.inFlight() + 16);
      if (!password.isEmpty()) {
        options.setPassword(password);
      }
      client = Redis.createClient(vertx, options);
      client.connect().onSuccess(this::connected).onFailure(e -> fail(inWords(e)));
    }

    private void connected(RedisConnection made) {
      if (ended) {
        return;
      }
      connection = made;
      heard();
      made.handler(this::received).exceptionHandler(e -> fail(inWords(e)));
      made.endHandler(end -> fail("the server closed the connection"));
      made.send(Request.cmd(Command.CLIENT).arg("SETNAME").arg(settings.clientName(role.name())));
      ask(made).onSuccess(this::checkedFirst).onFailure(e -> fail(inWords(e)));
    }

    private void checkedFirst(@Nullable Response sign) {
      RedisConnection made = connection;
      if (ended || made == null || !alive(sign)) {
        return;
      }
      owner.prepare(made, () -> ready(made));
    }

    private void ready(RedisConnection made) {
      if (ended || up) {
        return;
      }
      up = true;
      isMoved = false;
      if (wasUpBefore) {
        reconnects.increment();
      }
      wasUpBefore = true;
      if (!isAloof) {
        LOG.infof("redis=%s address=%s state=up", role.name(), address);
      }
      owner.up(made);
    }

    private void received(Response message) {
      heard();
      if (!ended) {
        owner.receive(message);
      }
    }

    private void awaitBeat() {
      timer = vertx.setTimer(beatMillis(), id -> beat());
    }

    private long beatMillis() {
      return Math.max(1, settings.pingMillis() / BEATS_IN_PING);
    }

    private void beat() {
      RedisConnection made = connection;
      long patience = up ? settings.timeoutMillis() : settings.connectMillis();
      if (silentMillis >= patience) {
        fail("no answer within " + patience + " ms");
        return;
      }
      // Counted by beats, not by the clock: a pause of this process says nothing about Redis.
      silentMillis += beatMillis();
      unaskedMillis += beatMillis();
      awaitBeat();
      if (made == null || !up) {
        return;
      }
      upMillis += beatMillis();
      if (upMillis >= STEADY_MILLIS) {
        failures = 0;
      }
      if (unaskedMillis >= settings.pingMillis()) {
        unaskedMillis = 0;
        ask(made).onSuccess(this::alive);
      }
    }

    private Future<Response> ask(RedisConnection made) {
      return made.send(Request.cmd(Command.ROLE));
    }

    private boolean alive(@Nullable Response sign) {
      heard();
      if (ended) {
        return false;
      }
      Place.Fit fit = role.place().fit(sign);
      if (fit == Place.Fit.WRONG) {
        fail("that Redis is not the master, as wanted");
        return false;
      }
      if (fit == Place.Fit.GOOD) {
        aloofMillis = 0;
        if (isAloof && up) {
          LOG.infof("redis=%s address=%s state=up", role.name(), address);
        }
        isAloof = false;
        return true;
      }
      aloofMillis += settings.pingMillis();
      if (aloofMillis > ALOOF_MILLIS) {
        fail("that replica has had no master for " + ALOOF_MILLIS + " ms");
        isAloof = true;
        return false;
      }
      return true;
    }

    private static String inWords(Throwable failure) {
      String distrust = TlsErrors.describe(failure);
      if (distrust != null) {
        return LogText.safe(distrust);
      }
      String message = failure.getMessage();
      return message == null ? failure.getClass().getSimpleName() : LogText.safe(message);
    }

    private void fail(String why) {
      if (ended) {
        return;
      }
      boolean wasUp = up;
      end();
      failures++;
      // A replica without a master is left again and again, which is not news each time.
      if ((wasUp || failures == 1) && !isAloof) {
        LOG.warnf(
            "redis=%s address=%s state=down reason=\"%s\"; clients stay connected, trying again",
            role.name(), address, why);
      }
      again();
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
        owner.down();
      }
    }

    private void heard() {
      silentMillis = 0;
    }
  }
}
