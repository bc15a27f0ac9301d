package io.wsfleet.gateway.net;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a network connection whose client keeps us waiting: for its next request, or for the rest
 * of one. A limit on idleness would not do: one byte a while is not idle. One countdown runs for a
 * channel at a time, and none while the client waits for us. From any thread.
 */
public final class RequestDeadline {
  private static final AttributeKey<@Nullable Future<?>> RUNNING =
      AttributeKey.valueOf(RequestDeadline.class, "running");

  private RequestDeadline() {}

  /** Starts anew; {@code onExpiry} runs before the channel is closed. */
  public static void start(Channel channel, long millis, Runnable onExpiry) {
    runOnEventLoop(
        channel,
        () -> {
          cancel(channel);
          if (channel.isActive()) {
            channel
                .attr(RUNNING)
                .set(
                    channel
                        .eventLoop()
                        .schedule(() -> expire(channel, onExpiry), millis, TimeUnit.MILLISECONDS));
          }
        });
  }

  public static void stop(Channel channel) {
    runOnEventLoop(channel, () -> cancel(channel));
  }

  /** Stops it for good: it takes no memory any more. On the event loop of the channel. */
  @SuppressWarnings(
      "deprecation") // What it warns of is that others may have the attribute; none do.
  static void remove(Channel channel) {
    cancel(channel);
    channel.attr(RUNNING).remove();
  }

  private static void runOnEventLoop(Channel channel, Runnable action) {
    if (channel.eventLoop().inEventLoop()) {
      action.run();
    } else {
      channel.eventLoop().execute(action);
    }
  }

  private static void cancel(Channel channel) {
    Attribute<@Nullable Future<?>> running = channel.attr(RUNNING);
    Future<?> timer = running.getAndSet(null);
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private static void expire(Channel channel, Runnable onExpiry) {
    channel.attr(RUNNING).set(null);
    if (channel.isActive()) {
      onExpiry.run();
      channel.close();
    }
  }
}
