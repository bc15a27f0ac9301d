package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.LocalInquiries;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bus on Redis pub/sub. It publishes at the master and hears broadcasts at a replica, which
 * takes the work of telling so many gateways off the master. Requests it hears at the master all
 * the same: the servers that send them ask the master how many subscribers there are, and wait for
 * as many answers.
 *
 * <p>Redis going away closes nothing here; what is published meanwhile waits, up to a limit.
 */
public final class RedisBus implements Bus {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final Set<String> BROADCASTS = Set.of(Channels.BROADCAST_PATTERN);
  private static final Set<String> REQUESTS = Set.of(Channels.REQUEST);

  private final Context context;
  private final BusCounters counters = new BusCounters();
  private final BroadcastFormat broadcasts;
  private final Publisher publisher;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<RedisLink> links = new ArrayList<>();
  private final String uid;
  private final RedisSettings settings;
  private final JsonText json;

  private @Nullable Requests requests;
  private volatile @Nullable Neighbour neighbour;

  public RedisBus(Vertx vertx, RedisSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.json = new JsonText(settings.maxJsonDepth());
    this.broadcasts = new BroadcastFormat(json, settings.maxJsonDepth());
    this.context = vertx.getOrCreateContext();
    this.uid = Uid.next(random);
    this.publisher =
        new Publisher(settings, counters, task -> context.runOnContext(go -> task.run()));
    Address master = settings.master();
    link(vertx, random, new RedisLink.Role("publisher", master, Command.ROLE), publisher);
    if (master.equals(settings.replica())) {
      subscribe(vertx, random, "subscriber", master, Command.ROLE, BROADCASTS, REQUESTS);
    } else {
      Address replica = settings.replica();
      subscribe(vertx, random, "subscriber", replica, Command.PING, BROADCASTS, Set.of());
      subscribe(vertx, random, "requests", master, Command.ROLE, Set.of(), REQUESTS);
    }
  }

  private void subscribe(
      Vertx vertx,
      RandomGenerator random,
      String name,
      Address address,
      Command sign,
      Set<String> patterns,
      Set<String> channels) {
    Subscription subscription = new Subscription(patterns, channels, this::message);
    subscriptions.add(subscription);
    link(vertx, random, new RedisLink.Role(name, address, sign), subscription);
  }

  private void link(
      Vertx vertx, RandomGenerator random, RedisLink.Role role, RedisLink.Owner owner) {
    links.add(new RedisLink(vertx, context, role, settings, random, counters.reconnects(), owner));
  }

  @Override
  public void start(Neighbour listener) {
    neighbour = listener;
    requests =
        new Requests(
            uid,
            listener,
            json,
            settings.maxJsonDepth(),
            (channel, answer) -> publish(channel, answer));
    links.forEach(RedisLink::start);
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    listener().receive(message, null);
    try {
      if (message instanceof BusMessage.Broadcast broadcast) {
        Set<String> rooms = broadcast.audience().rooms();
        String channel =
            rooms.size() == 1 ? Channels.room(rooms.iterator().next()) : Channels.BROADCAST;
        return publish(channel, broadcasts.encode(uid, broadcast));
      }
      return publish(Channels.REQUEST, RequestFormat.encode(uid, message));
    } catch (IOException unwritable) {
      counters.malformed().increment();
      LOG.warnf("event=unpublishable reason=\"%s\"", unwritable.getMessage());
      return CompletableFuture.failedStage(unwritable);
    }
  }

  private CompletionStage<Void> publish(String channel, byte[] message) {
    Outgoing.Publication publication = new Outgoing.Publication(channel, message);
    publisher.publish(publication);
    return publication.taken();
  }

  /** Without a history there is nothing that a message could come between. */
  @Override
  public void between(Runnable action) {
    action.run();
  }

  @Override
  public Inquiries inquiries() {
    return new LocalInquiries(listener());
  }

  private Neighbour listener() {
    Neighbour listener = neighbour;
    if (listener == null) {
      throw new IllegalStateException("the bus is used before it was started");
    }
    return listener;
  }

  @Override
  public CompletionStage<Boolean> claim(String name, long millis) {
    CompletableFuture<Boolean> claimed = new CompletableFuture<>();
    context.runOnContext(go -> publisher.claim(name, settings.gateway(), millis, claimed));
    return claimed;
  }

  @Override
  public BusState state() {
    boolean up = publisher.isUp() && subscriptions.stream().allMatch(Subscription::isUp);
    return up ? BusState.CONNECTED : BusState.CONNECTING;
  }

  @Override
  public void close() {
    links.forEach(RedisLink::close);
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
          listener.receive(received.broadcast(), null);
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
}
