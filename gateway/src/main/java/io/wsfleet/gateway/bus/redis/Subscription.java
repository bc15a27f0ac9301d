package io.wsfleet.gateway.bus.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.wsfleet.gateway.adapter.wire.Channels.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is subscribed on a connection, anew on each; the connection counts as up when Redis has
 * confirmed all. Topics come and go meanwhile. Runs on the event loop of the bus, but for {@link
 * #isUp}.
 */
public final class Subscription implements RedisLink.Owner {
  private final Map<Topic, Wanted> topics = new LinkedHashMap<>();
  private @Nullable RedisConnection connection;
  private Runnable ready = () -> {};
  private volatile boolean up;

  public boolean isUp() {
    return up;
  }

  /** Wants to hear a topic; what comes is told with its channel. */
  public void add(Topic topic, BiConsumer<String, byte[]> onMessage) {
    Wanted wanted = new Wanted(onMessage);
    topics.put(topic, wanted);
    RedisConnection made = connection;
    if (made != null) {
      wanted.subscribe(made, topic);
    }
  }

  /**
   * Runs something once Redis has confirmed a topic, or at once while there is no connection: Redis
   * being away holds nobody up.
   */
  public void whenHeard(Topic topic, Runnable action) {
    Wanted wanted = topics.get(topic);
    if (!up || wanted == null || wanted.unconfirmed == 0) {
      action.run();
    } else {
      wanted.waiting.add(action);
    }
  }

  public void remove(Topic topic) {
    Wanted unwanted = topics.remove(topic);
    RedisConnection made = connection;
    if (unwanted != null && made != null) {
      Command command = topic.isPattern() ? Command.PUNSUBSCRIBE : Command.UNSUBSCRIBE;
      made.send(Request.cmd(command).arg(topic.name()));
      unwanted.runWhatWaited();
      readyIfAllAreConfirmed();
    }
  }

  /** Whether Redis counts this connection among those who hear the topic. */
  public boolean hears(Topic topic) {
    Wanted wanted = topics.get(topic);
    return up && wanted != null && wanted.unconfirmed == 0;
  }

  @Override
  public void prepare(RedisConnection made, Runnable whenSubscribed) {
    connection = made;
    ready = whenSubscribed;
    topics.values().forEach(wanted -> wanted.unconfirmed = 0);
    topics.forEach((topic, wanted) -> wanted.subscribe(made, topic));
    readyIfAllAreConfirmed();
  }

  @Override
  public void receive(Response push) {
    if (push.type() != ResponseType.PUSH || push.size() < 3) {
      return;
    }
    switch (push.get(0).toString()) {
      case "subscribe" -> confirmed(topics.get(new Topic(push.get(1).toString(), false)));
      case "psubscribe" -> confirmed(topics.get(new Topic(push.get(1).toString(), true)));
      case "message" -> {
        String channel = push.get(1).toString();
        tell(topics.get(new Topic(channel, false)), channel, push.get(2));
      }
      case "pmessage" ->
          tell(
              topics.get(new Topic(push.get(1).toString(), true)),
              push.get(2).toString(),
              push.get(3));
      default -> {
        // The end of a subscription; what still came before it is told to nobody.
      }
    }
  }

  @Override
  public void up(RedisConnection made) {
    up = true;
  }

  @Override
  public void down() {
    up = false;
    connection = null;
    topics.values().forEach(Wanted::runWhatWaited);
  }

  private void confirmed(@Nullable Wanted wanted) {
    if (wanted != null) {
      wanted.confirmed();
      readyIfAllAreConfirmed();
    }
  }

  private void readyIfAllAreConfirmed() {
    if (!up && topics.values().stream().allMatch(wanted -> wanted.unconfirmed == 0)) {
      ready.run();
    }
  }

  private static void tell(@Nullable Wanted wanted, String channel, Response message) {
    if (wanted != null) {
      wanted.onMessage.accept(channel, message.toBytes());
    }
  }

  private static final class Wanted {
    private final BiConsumer<String, byte[]> onMessage;
    private final List<Runnable> waiting = new ArrayList<>();
    private int unconfirmed;

    Wanted(BiConsumer<String, byte[]> onMessage) {
      this.onMessage = onMessage;
    }

    void subscribe(RedisConnection connection, Topic topic) {
      Command command = topic.isPattern() ? Command.PSUBSCRIBE : Command.SUBSCRIBE;
      unconfirmed++;
      connection.send(Request.cmd(command).arg(topic.name()));
    }

    void confirmed() {
      unconfirmed = Math.max(0, unconfirmed - 1);
      if (unconfirmed == 0) {
        runWhatWaited();
      }
    }

    void runWhatWaited() {
      List.copyOf(waiting).forEach(Runnable::run);
      waiting.clear();
    }
  }
}
