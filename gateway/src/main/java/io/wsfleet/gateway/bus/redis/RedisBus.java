package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.JsonText;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bus on Redis pub/sub: publishes at the master and subscribes at a replica, on a connection
 * each. Redis going away closes nothing here; what is published meanwhile waits, up to a limit.
 */
public final class RedisBus implements Bus {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final Set<String> SUBSCRIPTIONS =
      Set.of(Channels.BROADCAST_PATTERN, Channels.REQUEST);

  private final Context context;
  private final BusCounters counters = new BusCounters();
  private final BroadcastFormat broadcasts;
  private final Publisher publisher;
  private final RedisLink master;
  private final RedisLink replica;
  private final String uid;
  private final RedisSettings settings;
  private final JsonText json;

  private volatile boolean subscribed;
  private volatile boolean publishing;
  private @Nullable Requests requests;
  private @Nullable Neighbour neighbour;

  public RedisBus(Vertx vertx, RedisSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.json = new JsonText(settings.maxJsonDepth());
    this.broadcasts = new BroadcastFormat(json, settings.maxJsonDepth());
    this.context = vertx.getOrCreateContext();
    this.uid = Uid.next(random);
    this.publisher = new Publisher(settings, counters);
    this.master =
        new RedisLink(
            vertx,
            context,
            new RedisLink.Role("publisher", settings.master(), () -> Request.cmd(Command.ROLE)),
            settings,
            random,
            counters.reconnects(),
            new MasterOwner());
    this.replica =
        new RedisLink(
            vertx,
            context,
            new RedisLink.Role("subscriber", settings.replica(), () -> Request.cmd(Command.PING)),
            settings,
            random,
            counters.reconnects(),
            new ReplicaOwner());
  }

  @Override
  public void start(Neighbour listener) {
    neighbour = listener;
    requests = new Requests(uid, listener, json, settings.maxJsonDepth(), this::publish);
    master.start();
    replica.start();
  }

  @Override
  public void publish(BusMessage message) {
    try {
      if (message instanceof BusMessage.Broadcast broadcast) {
        Set<String> rooms = broadcast.audience().rooms();
        String channel =
            rooms.size() == 1 ? Channels.room(rooms.iterator().next()) : Channels.BROADCAST;
        publish(channel, broadcasts.encode(uid, broadcast));
      } else {
        publish(Channels.REQUEST, RequestFormat.encode(uid, message));
      }
    } catch (IOException unwritable) {
      counters.malformed().increment();
      LOG.warnf("event=unpublishable reason=\"%s\"", unwritable.getMessage());
    }
  }

  private void publish(String channel, byte[] message) {
    Outgoing.Publication publication = new Outgoing.Publication(channel, message);
    context.runOnContext(go -> publisher.publish(publication));
  }

  @Override
  public CompletionStage<Boolean> claim(String name, long millis) {
    CompletableFuture<Boolean> claimed = new CompletableFuture<>();
    context.runOnContext(go -> publisher.claim(name, settings.gateway(), millis, claimed));
    return claimed;
  }

  @Override
  public BusState state() {
    return subscribed && publishing ? BusState.CONNECTED : BusState.CONNECTING;
  }

  @Override
  public void close() {
    master.close();
    replica.close();
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int waiting() {
    return publisher.waiting();
  }

  private void message(String channel, byte[] message) {
    Neighbour listener = neighbour;
    Requests answering = requests;
    if (listener == null || answering == null) {
      return;
    }
    counters.received().increment();
    try {
      if (channel.startsWith(Channels.BROADCAST)) {
        BroadcastFormat.Received received = broadcasts.decode(message);
        if (received != null && !received.sender().equals(uid)) {
          listener.receive(received.broadcast());
        }
      } else {
        answering.receive(message);
      }
    } catch (IOException | RuntimeException malformed) {
      counters.malformed().increment();
      LOG.warnf(
          "event=malformed-message channel=%s bytes=%d reason=\"%s\"; dropped",
          LogText.safe(channel), message.length, LogText.safe(malformed.getMessage()));
    }
  }

  private final class MasterOwner implements RedisLink.Owner {
    @Override
    public void prepare(RedisConnection connection, Runnable ready) {
      ready.run();
    }

    @Override
    public void receive(Response message) {}

    /** A demoted master takes a PUBLISH without a word and tells nobody but its own subscribers. */
    @Override
    public boolean accepts(@Nullable Response sign) {
      return sign != null && sign.size() > 0 && "master".equals(sign.get(0).toString());
    }

    @Override
    public void up(RedisConnection connection) {
      publishing = true;
      publisher.up(connection);
    }

    @Override
    public void down() {
      publishing = false;
      publisher.down();
    }
  }

  private final class ReplicaOwner implements RedisLink.Owner {
    private Set<String> missing = new HashSet<>();
    private Runnable ready = () -> {};

    @Override
    public void prepare(RedisConnection connection, Runnable whenSubscribed) {
      missing = new HashSet<>(SUBSCRIPTIONS);
      ready = whenSubscribed;
      connection.send(Request.cmd(Command.PSUBSCRIBE).arg(Channels.BROADCAST_PATTERN));
      connection.send(Request.cmd(Command.SUBSCRIBE).arg(Channels.REQUEST));
    }

    @Override
    public void receive(Response push) {
      if (push.type() != ResponseType.PUSH || push.size() < 3) {
        return;
      }
      switch (push.get(0).toString()) {
        case "psubscribe", "subscribe" -> {
          missing.remove(push.get(1).toString());
          if (missing.isEmpty()) {
            ready.run();
          }
        }
        case "message" -> message(push.get(1).toString(), push.get(2).toBytes());
        case "pmessage" -> message(push.get(2).toString(), push.get(3).toBytes());
        default -> {
          // Nothing else was asked for.
        }
      }
    }

    @Override
    public boolean accepts(@Nullable Response sign) {
      return true;
    }

    @Override
    public void up(RedisConnection connection) {
      subscribed = true;
    }

    @Override
    public void down() {
      subscribed = false;
    }
  }
}
