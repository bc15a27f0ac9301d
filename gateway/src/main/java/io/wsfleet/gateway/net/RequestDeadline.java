package io.wsfleet.gateway.net;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a channel whose client does not send a request, or the rest of one, in time. An idle
 * timeout would not be enough: a client that sends one byte from time to time is not idle. A
 * channel has one deadline at a time, and none while its client waits for a response. From any
 * thread.
 */
public final class RequestDeadline {
  private static final AttributeKey<@Nullable Future<?>> RUNNING =
      AttributeKey.valueOf(RequestDeadline.class, "running");

  private RequestDeadline() {}

  /** Starts the deadline again; {@code onExpiry} runs before the channel is closed. */
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

  /** Removes the deadline and its memory. On the event loop of the channel. */
  @SuppressWarnings(
      "deprecation") // Deprecated because others may use the attribute; here nobody does.
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
