package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.log.LogText;
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
 *   <li>ask for a sign of life every {@code pingMillis}; no answer within {@code timeoutMillis}
 *       means that it is broken, whatever TCP believes;
 *   <li>when it is broken, drop it, wait a little longer each time, and begin anew.
 * </ol>
 *
 * Everything here runs on one event loop, the given context.
 */
public final class RedisLink {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final Vertx vertx;
  private final Context context;
  private final Role role;
  private final RedisSettings settings;
  private final RandomGenerator random;
  private final Owner owner;
  private final LongAdder reconnects;

  private @Nullable Attempt current;
  private int failures;
  private boolean wasUpBefore;
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

  /** What the connection is for, where it goes, and the command that shows that it lives. */
  public record Role(String name, Address address, Command sign) {

    /**
     * Whether the answer shows the server that is wanted. A demoted master takes a PUBLISH without
     * a word and tells nobody but its own subscribers, so that being alive is not enough.
     */
    boolean accepts(@Nullable Response answer) {
      return !sign.equals(Command.ROLE)
          || (answer != null && answer.size() > 0 && "master".equals(answer.get(0).toString()));
    }

    Request question() {
      return Request.cmd(sign);
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
    context.runOnContext(go -> connect());
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
    if (closed) {
      return;
    }
    Attempt attempt = new Attempt();
    current = attempt;
    attempt.begin();
  }

  private void again() {
    long delay = settings.backoff().delay(failures, random);
    vertx.setTimer(delay, id -> connect());
  }

  /** The life of one connection, from the attempt to make it. */
  private final class Attempt {
    private long timer;
    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private boolean up;
    private boolean ended;
    private long silentMillis;

    Attempt() {
      awaitBeat();
    }

    void begin() {
      String password;
      try {
        password = settings.password().get();
      } catch (RuntimeException unreadable) {
        fail(inWords(unreadable));
        return;
      }
      NetClientOptions net = new NetClientOptions();
      net.setConnectTimeout(settings.connectMillis());
      net.setTcpNoDelay(true).setTcpKeepAlive(true).setTcpUserTimeout(settings.connectMillis());
      RedisOptions options =
          new RedisOptions()
              .setNetClientOptions(net)
              .setConnectionString("redis://" + role.address())
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
      made.send(role.question()).onSuccess(this::checkedFirst).onFailure(e -> fail(inWords(e)));
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
      failures = 0;
      if (wasUpBefore) {
        reconnects.increment();
      }
      wasUpBefore = true;
      LOG.infof("redis=%s address=%s state=up", role.name(), role.address());
      owner.up(made);
    }

    private void received(Response message) {
      heard();
      if (!ended) {
        owner.receive(message);
      }
    }

    private void awaitBeat() {
      timer = vertx.setTimer(settings.pingMillis(), id -> beat());
    }

    private void beat() {
      RedisConnection made = connection;
      long patience = up ? settings.timeoutMillis() : settings.connectMillis();
      if (silentMillis >= patience) {
        fail("no answer within " + patience + " ms");
        return;
      }
      // Counted by beats, not by the clock: a pause of this process says nothing about Redis.
      silentMillis += settings.pingMillis();
      awaitBeat();
      if (made != null && up) {
        made.send(role.question()).onSuccess(this::alive);
      }
    }

    private boolean alive(@Nullable Response sign) {
      heard();
      if (!role.accepts(sign)) {
        fail("that Redis is not the master, as wanted");
        return false;
      }
      return true;
    }

    private static String inWords(Throwable failure) {
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
      if (wasUp || failures == 1) {
        LOG.warnf(
            "redis=%s address=%s state=down reason=\"%s\"; clients stay connected, trying again",
            role.name(), role.address(), why);
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
