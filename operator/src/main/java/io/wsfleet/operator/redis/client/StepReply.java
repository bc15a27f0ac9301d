package io.wsfleet.operator.redis.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The reply to the commands of a step, within a time limit. */
final class StepReply {

  private StepReply() {}

  /**
   * Waits for the reply of a Redis. A connection that opens after the timeout is closed.
   *
   * @param what the command, for the message of a failure
   */
  static <T> T await(String pod, CompletableFuture<T> reply, Duration timeout, String what)
      throws StepFailedException {
    try {
      return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      reply.thenAccept(StepReply::closeIfConnection);
      throw new StepFailedException(
          "The Redis of %s did not answer %s within %d ms"
              .formatted(pod, what, timeout.toMillis()));
    } catch (ExecutionException e) {
      throw new StepFailedException(
          "The Redis of %s refused %s: %s".formatted(pod, what, rootMessage(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailedException("The operator is stopping; no reply from the Redis of " + pod);
    }
  }

  private static void closeIfConnection(@Nullable Object late) {
    if (late instanceof RedisConnection redisConnection) {
      redisConnection.close();
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable execution = failure;
    while (execution.getCause() != null) {
      execution = execution.getCause();
    }
    return String.valueOf(execution.getMessage());
  }
}
