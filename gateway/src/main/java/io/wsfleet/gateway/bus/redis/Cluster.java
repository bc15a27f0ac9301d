package io.wsfleet.gateway.bus.redis;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.bus.TooManyNamespaces;
import io.wsfleet.gateway.bus.redis.Channels.Topic;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This gateway as a member of the cluster that Node servers with {@code @socket.io/redis-adapter}
 * and emitters form: it hears what they publish, answers what they ask, and asks them.
 *
 * <p>It publishes at the master and hears others at a replica, which takes the work of telling so
 * many gateways off the master; requests too, so that a socket that is let into a room hears what
 * is said there next. To requests it subscribes at the master all the same, since the servers that
 * send them ask the master how many subscribers there are and wait for as many answers; what comes
 * that way counts only while there is no replica. Answers come from the master.
 */
public final class Cluster {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final Vertx vertx;
  private final Context context;
  private final RedisSettings settings;
  private final RandomGenerator random;
  private final BusCounters counters;
  private final JsonText json;
  private final BroadcastFormat format;
  private final String uid;
  private final Publisher publisher;
  private final Subscription broadcasts = new Subscription();
  private final Subscription requests;
  private final List<RedisLink> links = new ArrayList<>();
  private final Earshot earshot;

  private volatile @Nullable Hearing hearing;

  /** Everything of it runs on the given event loop. */
  public Cluster(
      Vertx vertx,
      Context context,
      RedisSettings settings,
      RandomGenerator random,
      BusCounters counters) {
    this.vertx = vertx;
    this.context = context;
    this.settings = settings;
    this.random = random;
    this.counters = counters;
    this.json = new JsonText(settings.maxJsonDepth());
    this.format = new BroadcastFormat(json, settings.maxJsonDepth());
    this.uid = Uid.next(random);
    this.earshot =
        new Earshot(settings.namespaces(), settings.maxNamespaces(), settings.lingerMillis());
    this.publisher =
        new Publisher(settings, counters, task -> context.runOnContext(go -> task.run()));
    MasterAddress master = settings.master();
    link(RedisLink.Role.atMaster("publisher", master), publisher);
    link(RedisLink.Role.forReading("subscriber", settings), broadcasts);
    if (master.service().equals(settings.replica())) {
      requests = broadcasts;
    } else {
      requests = new Subscription();
      link(RedisLink.Role.atMaster("requests", master), requests);
    }
  }

  private void link(RedisLink.Role role, RedisLink.Owner owner) {
    links.add(new RedisLink(vertx, context, role, settings, random, counters.reconnects(), owner));
  }

  /**
   * What others publish goes to {@code heard}, one after another; what they ask, the neighbour
   * answers.
   */
  public void start(Neighbour neighbour, Consumer<BusMessage> heard) {
    int depth = settings.maxJsonDepth();
    Requests answering = new Requests(uid, neighbour, heard, json, depth, this::publish);
    Survey survey =
        new Survey(vertx, context, settings, random, json, uid, neighbour, new OtherMembers());
    Hearing ear = new Hearing(uid, neighbour, heard, format, answering, survey, counters);
    hearing = ear;
    context.runOnContext(
        go -> {
          earshot.fixed().forEach(namespace -> subscribe(namespace, ear, () -> {}));
          vertx.setPeriodic(settings.lingerMillis(), id -> sweep(ear));
        });
    links.forEach(RedisLink::start);
  }

  /** Hears, where broadcasts are heard, a channel that is none of this cluster's. */
  public void listen(String channel, Consumer<byte[]> heard) {
    context.runOnContext(
        go -> broadcasts.add(Topic.channel(channel), (name, message) -> heard.accept(message)));
  }

  /** Tells the other members; the stage completes when the master has taken it. */
  public CompletionStage<Void> publish(BusMessage message) {
    Channels channels = new Channels(message.namespace());
    try {
      if (message instanceof BusMessage.Broadcast broadcast) {
        Set<String> rooms = broadcast.audience().rooms();
        boolean one = rooms.size() == 1;
        return publish(
            one ? channels.room(rooms.iterator().next()) : channels.broadcast(),
            format.encode(uid, broadcast));
      }
      return publish(channels.request(), RequestFormat.message(uid, message));
    } catch (IOException unwritable) {
      counters.malformed().increment();
      LOG.warnf("event=unpublishable reason=\"%s\"", LogText.safe(unwritable.getMessage()));
      return CompletableFuture.failedStage(unwritable);
    }
  }

  /** Publishes to a channel that is none of the servers' own. */
  CompletionStage<Void> publish(String channel, byte[] message) {
    Outgoing.Publication publication = new Outgoing.Publication(channel, message);
    publisher.publish(publication);
    return publication.taken();
  }

  /**
   * Hears a namespace from now on, as long as somebody here is in it. The stage completes once
   * nothing that is published there can be missed, or at once while Redis is away; it fails if
   * there are too many such namespaces.
   */
  public CompletionStage<Void> attend(String namespace) {
    CompletableFuture<Void> attended = new CompletableFuture<>();
    Hearing ear = hearing;
    if (earshot.isFixed(namespace) || ear == null) {
      attended.complete(null);
    } else {
      context.runOnContext(go -> attend(namespace, ear, attended));
    }
    return attended;
  }

  /** What can be asked of all members, this one included. */
  public Inquiries inquiries() {
    Hearing ear = hearing;
    if (ear == null) {
      throw new IllegalStateException("the fleet is asked before the bus was started");
    }
    return ear.survey();
  }

  /** Claims a name at the master for this gateway alone. */
  public CompletionStage<Boolean> claim(String name, long millis) {
    CompletableFuture<Boolean> claimed = new CompletableFuture<>();
    context.runOnContext(go -> publisher.claim(name, settings.gateway(), millis, claimed));
    return claimed;
  }

  /** Whether it hears the others and they hear it. */
  public boolean isUp() {
    return publisher.isUp() && broadcasts.isUp() && requests.isUp();
  }

  /** How many messages wait to be published. */
  public int waiting() {
    return publisher.waiting();
  }

  public void close() {
    links.forEach(RedisLink::close);
  }

  private void attend(String namespace, Hearing ear, CompletableFuture<Void> attended) {
    switch (earshot.want(namespace, now())) {
      case SUBSCRIBE -> subscribe(namespace, ear, () -> attended.complete(null));
      case NOTHING -> whenSubscribed(namespace, () -> attended.complete(null));
      case REFUSE -> {
        counters.refusedNamespaces().increment();
        attended.completeExceptionally(new TooManyNamespaces(settings.maxNamespaces()));
      }
    }
  }

  private void subscribe(String namespace, Hearing ear, Runnable done) {
    Channels channels = new Channels(namespace);
    broadcasts.add(
        channels.broadcasts(), (channel, message) -> ear.onBroadcast(channels, channel, message));
    Topic request = Topic.channel(channels.request());
    broadcasts.add(request, (channel, message) -> ear.onRequest(channels, channel, message));
    if (requests != broadcasts) {
      requests.add(
          request,
          (channel, message) -> {
            if (!broadcasts.hears(request)) {
              ear.onRequest(channels, channel, message);
            }
          });
    }
    requests.add(Topic.channel(channels.response()), ear::onAnswer);
    requests.add(Topic.channel(channels.responseTo(uid)), ear::onAnswer);
    whenSubscribed(namespace, done);
  }

  private void whenSubscribed(String namespace, Runnable done) {
    Channels channels = new Channels(namespace);
    broadcasts.whenHeard(
        // Redis answers in order, so that the last one stands for all on its connection.
        Topic.channel(channels.request()),
        () -> requests.whenHeard(Topic.channel(channels.responseTo(uid)), done));
  }

  /** Leaves the namespaces in which nobody is any more. */
  private void sweep(Hearing ear) {
    Set<String> inUse = new HashSet<>(ear.neighbour().namespaces());
    inUse.addAll(ear.survey().namespaces());
    for (String namespace : earshot.sweep(inUse, now())) {
      Channels channels = new Channels(namespace);
      broadcasts.remove(channels.broadcasts());
      broadcasts.remove(Topic.channel(channels.request()));
      requests.remove(Topic.channel(channels.request()));
      requests.remove(Topic.channel(channels.response()));
      requests.remove(Topic.channel(channels.responseTo(uid)));
    }
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  /** The others, as those see them who ask. */
  private final class OtherMembers implements Survey.Members {
    @Override
    public CompletionStage<Integer> others(String namespace) {
      String channel = new Channels(namespace).request();
      return attend(namespace)
          .thenCompose(heard -> publisher.subscribers(channel).toCompletionStage())
          .thenApply(all -> requests.hears(Topic.channel(channel)) ? all - 1 : all);
    }

    @Override
    public CompletionStage<Void> ask(String namespace, byte[] request) {
      return publish(new Channels(namespace).request(), request);
    }
  }
}
