package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.config.InvalidSettingException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a server listens on its port. */
final class PortStart {
  private static final int MAX_SECONDS = 10;

  private PortStart() {}

  /**
   * Throws an {@link InvalidSettingException} if the server does not listen within 10 s.
   *
   * @param variable the variable of the port
   */
  static void await(CompletionStage<?> started, String host, int port, String variable) {
    try {
      started.toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new InvalidSettingException(
          "%s:%d is in use or cannot be bound; change %s or WSFLEET_HOST"
              .formatted(host, port, variable));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
