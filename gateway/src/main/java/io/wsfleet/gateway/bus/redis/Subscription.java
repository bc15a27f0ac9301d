package io.wsfleet.gateway.bus.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a connection is subscribed to. Each new connection subscribes to all of them and
 * counts as up once Redis has confirmed all. Topics can be added and removed at any time. Runs on
 * the event loop of the bus, except for {@link #isUp}.
 */
public final class Subscription implements ConnectionListener {
  private final Map<Topic, TopicSubscription> topics = new LinkedHashMap<>();
  private @Nullable RedisConnection connection;
  private @Nullable ConnectionControl control;
  private volatile boolean up;

  public boolean isUp() {
    return up;
  }

  /** Subscribes to a topic; the callback gets the channel and the message. */
  public void add(Topic topic, BiConsumer<String, byte[]> onMessage) {
    TopicSubscription subscription = new TopicSubscription(onMessage);
    topics.put(topic, subscription);
    RedisConnection made = connection;
    if (made != null) {
      subscription.subscribe(made, topic);
    }
  }

  /**
   * Runs the action once Redis has confirmed the topic, or at once while there is no connection:
   * nothing waits for a Redis that is unavailable.
   */
  public void whenConfirmed(Topic topic, Runnable action) {
    TopicSubscription subscription = topics.get(topic);
    if (!up || subscription == null || subscription.unconfirmed == 0) {
      action.run();
    } else {
      subscription.onConfirmed.add(action);
    }
  }

  public void remove(Topic topic) {
    TopicSubscription removed = topics.remove(topic);
    RedisConnection made = connection;
    if (removed != null && made != null) {
      Command command = topic.isPattern() ? Command.PUNSUBSCRIBE : Command.UNSUBSCRIBE;
      made.send(Request.cmd(command).arg(topic.name()));
      removed.runCallbacks();
      readyIfAllConfirmed();
    }
  }

  /** Whether Redis counts this connection among the subscribers of the topic. */
  public boolean isConfirmed(Topic topic) {
    TopicSubscription subscription = topics.get(topic);
    return up && subscription != null && subscription.unconfirmed == 0;
  }

  @Override
  public void prepare(RedisConnection made, ConnectionControl connectionControl) {
    connection = made;
    control = connectionControl;
    topics.values().forEach(subscription -> subscription.unconfirmed = 0);
    topics.forEach((topic, subscription) -> subscription.subscribe(made, topic));
    readyIfAllConfirmed();
  }

  @Override
  public void onMessage(Response push) {
    if (push.type() != ResponseType.PUSH || push.size() < 3) {
      return;
    }
    switch (push.get(0).toString()) {
      case "subscribe" -> confirmed(topics.get(new Topic(push.get(1).toString(), false)));
      case "psubscribe" -> confirmed(topics.get(new Topic(push.get(1).toString(), true)));
      case "message" -> {
        String channel = push.get(1).toString();
        dispatch(topics.get(new Topic(channel, false)), channel, push.get(2));
      }
      case "pmessage" ->
          dispatch(
              topics.get(new Topic(push.get(1).toString(), true)),
              push.get(2).toString(),
              push.get(3));
      default -> {
        // The confirmation of an unsubscribe; messages that came before it are dropped.
      }
    }
  }

  @Override
  public void onUp(RedisConnection made) {
    up = true;
  }

  @Override
  public void onDown() {
    up = false;
    connection = null;
    topics.values().forEach(TopicSubscription::runCallbacks);
  }

  private void confirmed(@Nullable TopicSubscription subscription) {
    if (subscription != null) {
      subscription.confirm();
      readyIfAllConfirmed();
    }
  }

  private void readyIfAllConfirmed() {
    ConnectionControl prepared = control;
    if (!up
        && prepared != null
        && topics.values().stream().allMatch(subscription -> subscription.unconfirmed == 0)) {
      prepared.markReady();
    }
  }

  private static void dispatch(
      @Nullable TopicSubscription subscription, String channel, Response message) {
    if (subscription != null) {
      subscription.onMessage.accept(channel, message.toBytes());
    }
  }

  private static final class TopicSubscription {
    private final BiConsumer<String, byte[]> onMessage;
    private final List<Runnable> onConfirmed = new ArrayList<>();
    private int unconfirmed;

    TopicSubscription(BiConsumer<String, byte[]> onMessage) {
      this.onMessage = onMessage;
    }

    void subscribe(RedisConnection connection, Topic topic) {
      Command command = topic.isPattern() ? Command.PSUBSCRIBE : Command.SUBSCRIBE;
      unconfirmed++;
      connection.send(Request.cmd(command).arg(topic.name()));
    }

    void confirm() {
      unconfirmed = Math.max(0, unconfirmed - 1);
      if (unconfirmed == 0) {
        runCallbacks();
      }
    }

    void runCallbacks() {
      List.copyOf(onConfirmed).forEach(Runnable::run);
      onConfirmed.clear();
    }
  }
}
