package io.wsfleet.gateway.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler. It is over when its result is there, or its time is up; it holds its place
 * until its thread has come back as well.
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

  /** What a handler does. */
  @FunctionalInterface
  interface Action<T> {
    @Nullable CompletionStage<? extends T> start() throws Exception;
  }

  /** The result; fails with a TimeoutException when the time, which begins now, is over. */
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
    // What has waited until its time was over is not begun any more.
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
      // Whatever an extension throws, errors included, harms nobody else.
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

  /** What went wrong, without what stages wrap around it. */
  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? cause(failure.getCause())
        : failure;
  }

  private synchronized void running(@Nullable Thread thread) {
    running = thread;
    if (thread == null) {
      // An interrupt that came late is not for whom the thread works next.
      Thread.interrupted();
    }
  }

  /** A handler that still keeps its thread when nobody waits for it any more is to let it go. */
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
