package io.wsfleet.gateway.adapter;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.adapter.protocol.AdapterRequestHandler;
import io.wsfleet.gateway.adapter.protocol.NamespaceSubscriptions;
import io.wsfleet.gateway.adapter.wire.BroadcastFormat;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.adapter.wire.RequestFormat;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.TooManyNamespacesException;
import io.wsfleet.gateway.bus.redis.ConnectionListener;
import io.wsfleet.gateway.bus.redis.Endpoint;
import io.wsfleet.gateway.bus.redis.MasterAddress;
import io.wsfleet.gateway.bus.redis.PublishQueue;
import io.wsfleet.gateway.bus.redis.Publisher;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.redis.ServerId;
import io.wsfleet.gateway.bus.redis.Subscription;
import io.wsfleet.gateway.bus.redis.SupervisedConnection;
import io.wsfleet.gateway.bus.redis.Topic;
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
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This gateway as a server of the Socket.IO Redis adapter: it exchanges broadcasts, requests and
 * responses with Node servers that use {@code @socket.io/redis-adapter}, and with emitters.
 *
 * <p>It publishes at the master and receives broadcasts at a replica, which relieves the master of
 * the fan-out to all gateways. It receives requests at the replica too, so that a request to join a
 * room and the next broadcast to that room arrive in order. It subscribes to requests at the master
 * as well, since servers ask the master for the number of subscribers and wait for as many
 * responses; requests that arrive there are used only while there is no replica. Responses arrive
 * at the master.
 */
public final class RedisAdapter {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final Vertx vertx;
  private final Context context;
  private final RedisSettings settings;
  private final RandomGenerator random;
  private final BusCounters counters;
  private final LongSupplier clock;
  private final JsonText json;
  private final BroadcastFormat format;
  private final String serverId;
  private final Publisher publisher;
  private final Subscription broadcasts = new Subscription();
  private final Subscription requests;
  private final List<SupervisedConnection> connections = new ArrayList<>();
  private final NamespaceSubscriptions subscriptions;

  private volatile @Nullable AdapterMessageHandler messageHandler;

  /**
   * Everything runs on the event loop of the context.
   *
   * @param clock milliseconds that never go back
   */
  public RedisAdapter(
      Vertx vertx,
      Context context,
      RedisSettings settings,
      RandomGenerator random,
      BusCounters counters,
      LongSupplier clock) {
    this.vertx = vertx;
    this.context = context;
    this.settings = settings;
    this.random = random;
    this.counters = counters;
    this.clock = clock;
    this.json = new JsonText(settings.maxJsonDepth());
    this.format = new BroadcastFormat(json, settings.maxJsonDepth());
    this.serverId = ServerId.random(random);
    this.subscriptions =
        new NamespaceSubscriptions(
            settings.fixedNamespaces(), settings.maxNamespaces(), settings.lingerMillis());
    this.publisher =
        new Publisher(settings, counters, task -> context.runOnContext(go -> task.run()));
    MasterAddress master = settings.master();
    addConnection(Endpoint.atMaster("publisher", master), publisher);
    addConnection(Endpoint.forReading("subscriber", settings), broadcasts);
    if (master.service().equals(settings.replica())) {
      requests = broadcasts;
    } else {
      requests = new Subscription();
      addConnection(Endpoint.atMaster("requests", master), requests);
    }
  }

  private void addConnection(Endpoint endpoint, ConnectionListener listener) {
    connections.add(
        new SupervisedConnection(
            vertx, context, endpoint, settings, random, counters.reconnects(), listener));
  }

  /**
   * Passes messages of other servers to {@code onMessage}, and answers requests from the listener.
   */
  public void start(BusListener busListener, Consumer<BusMessage> onMessage) {
    int depth = settings.maxJsonDepth();
    AdapterRequestHandler requestHandler =
        new AdapterRequestHandler(serverId, busListener, onMessage, json, depth, this::publish);
    AdapterRequests adapterRequests =
        new AdapterRequests(
            vertx, context, settings, random, json, serverId, busListener, new OtherServers());
    AdapterMessageHandler handler =
        new AdapterMessageHandler(
            serverId, busListener, onMessage, format, requestHandler, adapterRequests, counters);
    messageHandler = handler;
    context.runOnContext(
        go -> {
          subscriptions
              .fixed()
              .forEach(namespace -> subscribeToTopics(namespace, handler, () -> {}));
          vertx.setPeriodic(settings.lingerMillis(), id -> unsubscribeUnused(handler));
        });
    connections.forEach(SupervisedConnection::start);
  }

  /** Subscribes to a channel that is not one of the adapter's, where broadcasts are received. */
  public void subscribeToChannel(String channel, Consumer<byte[]> onMessage) {
    context.runOnContext(
        go -> broadcasts.add(Topic.channel(channel), (name, message) -> onMessage.accept(message)));
  }

  /** Publishes to the other servers; the stage completes when the master has accepted it. */
  public CompletionStage<Void> publish(BusMessage message) {
    Channels channels = new Channels(message.namespace());
    try {
      if (message instanceof BusMessage.Broadcast broadcast) {
        Set<String> rooms = broadcast.audience().rooms();
        boolean one = rooms.size() == 1;
        return publish(
            one ? channels.room(rooms.iterator().next()) : channels.broadcast(),
            format.encode(serverId, broadcast));
      }
      return publish(channels.request(), RequestFormat.encode(serverId, message));
    } catch (IOException unwritable) {
      counters.malformed().increment();
      LOG.warnf("event=message-not-encodable reason=\"%s\"", LogText.safe(unwritable.getMessage()));
      return CompletableFuture.failedStage(unwritable);
    }
  }

  /** Publishes to a channel that is not one of the adapter's. */
  public CompletionStage<Void> publish(String channel, byte[] message) {
    PublishQueue.Publication publication = new PublishQueue.Publication(channel, message);
    publisher.publish(publication);
    return publication.published();
  }

  /**
   * Subscribes to a namespace, as long as clients of this gateway are in it. The stage completes
   * once no message can be missed, or at once while Redis is unavailable; it fails with {@link
   * TooManyNamespacesException}.
   */
  public CompletionStage<Void> subscribe(String namespace) {
    CompletableFuture<Void> subscribed = new CompletableFuture<>();
    AdapterMessageHandler handler = messageHandler;
    if (subscriptions.isFixed(namespace) || handler == null) {
      subscribed.complete(null);
    } else {
      context.runOnContext(go -> subscribe(namespace, handler, subscribed));
    }
    return subscribed;
  }

  /** Requests to all servers, this gateway included. */
  public ClusterQueries queries() {
    AdapterMessageHandler handler = messageHandler;
    if (handler == null) {
      throw new IllegalStateException("the bus is not started");
    }
    return handler.pendingRequests();
  }

  /** Locks a name at the master for this gateway. */
  public CompletionStage<Boolean> tryLock(String name, long millis) {
    CompletableFuture<Boolean> locked = new CompletableFuture<>();
    context.runOnContext(go -> publisher.tryLock(name, settings.gateway(), millis, locked));
    return locked;
  }

  /** Whether this gateway and the other servers receive each other's messages. */
  public boolean isUp() {
    return publisher.isUp() && broadcasts.isUp() && requests.isUp();
  }

  /** The number of messages that wait to be published. */
  public int pendingPublishes() {
    return publisher.queued();
  }

  public void close() {
    connections.forEach(SupervisedConnection::close);
  }

  private void subscribe(
      String namespace, AdapterMessageHandler handler, CompletableFuture<Void> subscribed) {
    switch (subscriptions.use(namespace, clock.getAsLong())) {
      case SUBSCRIBE -> subscribeToTopics(namespace, handler, () -> subscribed.complete(null));
      case NONE -> whenSubscribed(namespace, () -> subscribed.complete(null));
      case REJECT -> {
        counters.rejectedNamespaces().increment();
        subscribed.completeExceptionally(new TooManyNamespacesException(settings.maxNamespaces()));
      }
    }
  }

  private void subscribeToTopics(String namespace, AdapterMessageHandler handler, Runnable done) {
    Channels channels = new Channels(namespace);
    broadcasts.add(
        channels.broadcastPattern(),
        (channel, message) -> handler.onBroadcast(channels, channel, message));
    Topic request = Topic.channel(channels.request());
    broadcasts.add(request, (channel, message) -> handler.onRequest(channels, channel, message));
    if (requests != broadcasts) {
      requests.add(
          request,
          (channel, message) -> {
            if (!broadcasts.isConfirmed(request)) {
              handler.onRequest(channels, channel, message);
            }
          });
    }
    requests.add(Topic.channel(channels.response()), handler::onResponse);
    requests.add(Topic.channel(channels.responseTo(serverId)), handler::onResponse);
    whenSubscribed(namespace, done);
  }

  private void whenSubscribed(String namespace, Runnable done) {
    Channels channels = new Channels(namespace);
    broadcasts.whenConfirmed(
        // Redis confirms in order: the last topic stands for all of its connection.
        Topic.channel(channels.request()),
        () -> requests.whenConfirmed(Topic.channel(channels.responseTo(serverId)), done));
  }

  /** Unsubscribes from the namespaces that have no clients here. */
  private void unsubscribeUnused(AdapterMessageHandler handler) {
    Set<String> inUse = new HashSet<>(handler.listener().namespaces());
    inUse.addAll(handler.pendingRequests().namespaces());
    for (String namespace : subscriptions.removeUnused(inUse, clock.getAsLong())) {
      Channels channels = new Channels(namespace);
      broadcasts.remove(channels.broadcastPattern());
      broadcasts.remove(Topic.channel(channels.request()));
      requests.remove(Topic.channel(channels.request()));
      requests.remove(Topic.channel(channels.response()));
      requests.remove(Topic.channel(channels.responseTo(serverId)));
    }
  }

  /** The other servers, as requests reach them. */
  private final class OtherServers implements AdapterRequests.ServerChannel {
    @Override
    public CompletionStage<Integer> subscribeAndCount(String namespace) {
      String channel = new Channels(namespace).request();
      return subscribe(namespace)
          .thenCompose(subscribed -> publisher.subscriberCount(channel).toCompletionStage())
          .thenApply(all -> requests.isConfirmed(Topic.channel(channel)) ? all - 1 : all);
    }

    @Override
    public CompletionStage<Void> send(String namespace, byte[] request) {
      return publish(new Channels(namespace).request(), request);
    }
  }
}
