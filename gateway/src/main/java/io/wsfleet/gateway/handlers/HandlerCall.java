package io.wsfleet.gateway.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler. It completes with its result or with a timeout. It counts as unfinished
 * until its thread has returned too.
 */
final class HandlerCall<T> implements Runnable {
  private final Action<T> action;
  private final ClassLoader loader;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final AtomicInteger holders = new AtomicInteger(2);
  private final Runnable finished;
  private @Nullable Thread running;

  HandlerCall(Action<T> action, ClassLoader loader, Runnable finished) {
    this.action = action;
    this.loader = loader;
    this.finished = finished;
  }

  /** Calls the handler. */
  @FunctionalInterface
  interface Action<T> {
    @Nullable CompletionStage<? extends T> start() throws Exception;
  }

  /** Starts the timeout and returns the result, which fails with a TimeoutException after it. */
  CompletableFuture<T> withTimeout(long timeoutMillis) {
    result.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
    result.whenComplete(
        (value, failure) -> {
          interrupt();
          release();
        });
    return result;
  }

  @Override
  public void run() {
    // It may have timed out while it waited.
    if (!result.isDone()) {
      begin();
    }
    release();
  }

  private void begin() {
    running(Thread.currentThread());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      CompletionStage<? extends T> stage = action.start();
      if (stage == null) {
        throw new NullPointerException("the handler returned null instead of a CompletionStage");
      }
      stage.whenComplete(this::end);
    } catch (Throwable failure) {
      // Errors too: an extension must not break the thread.
      end(null, failure);
    } finally {
      running(null);
    }
  }

  private void end(@Nullable T value, @Nullable Throwable failure) {
    if (failure == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(cause(failure));
    }
  }

  /** Unwraps the CompletionExceptions of stages. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? cause(failure.getCause())
        : failure;
  }

  private synchronized void running(@Nullable Thread thread) {
    running = thread;
    if (thread == null) {
      // A late interrupt must not reach the next task of this thread.
      Thread.interrupted();
    }
  }

  /** Interrupts a handler that still blocks after its call has completed. */
  private synchronized void interrupt() {
    if (running != null && running != Thread.currentThread()) {
      running.interrupt();
    }
  }

  private void release() {
    if (holders.decrementAndGet() == 0) {
      finished.run();
    }
  }
}
