package io.wsfleet.gateway.bus.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What is subscribed on a connection, anew on each; it counts as up when Redis has confirmed all.
 */
final class Subscription implements RedisLink.Owner {
  private final Set<String> patterns;
  private final Set<String> channels;
  private final BiConsumer<String, byte[]> onMessage;
  private final Set<String> missing = new HashSet<>();
  private Runnable ready = () -> {};
  private volatile boolean up;

  Subscription(Set<String> patterns, Set<String> channels, BiConsumer<String, byte[]> onMessage) {
    this.patterns = patterns;
    this.channels = channels;
    this.onMessage = onMessage;
  }

  boolean isUp() {
    return up;
  }

  @Override
  public void prepare(RedisConnection connection, Runnable whenSubscribed) {
    ready = whenSubscribed;
    missing.clear();
    missing.addAll(patterns);
    missing.addAll(channels);
    patterns.forEach(each -> connection.send(Request.cmd(Command.PSUBSCRIBE).arg(each)));
    channels.forEach(each -> connection.send(Request.cmd(Command.SUBSCRIBE).arg(each)));
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
      case "message" -> onMessage.accept(push.get(1).toString(), push.get(2).toBytes());
      case "pmessage" -> onMessage.accept(push.get(2).toString(), push.get(3).toBytes());
      default -> {
        // Nothing else was asked for.
      }
    }
  }

  @Override
  public void up(RedisConnection connection) {
    up = true;
  }

  @Override
  public void down() {
    up = false;
  }
}
