package io.wsfleet.gateway.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls handlers on threads of their own, so that whatever they do stops no client that they are
 * not about. How many are unfinished at a time is bounded.
 *
 * <p>What the gateway completes for a handler runs on threads apart from those: else handlers that
 * block until something is completed could all wait for each other.
 */
final class HandlerExecutor {
  private static final long IDLE_SECONDS = 30;
  private static final long POLL_NANOS = 5_000_000;

  private final ExtensionSettings settings;
  private final ThreadPoolExecutor workers;
  private final ThreadPoolExecutor completions;
  private final AtomicInteger unfinished = new AtomicInteger();

  HandlerExecutor(ExtensionSettings settings) {
    this.settings = settings;
    this.workers = pool("handlers", settings.threads());
    this.completions = pool("completions", settings.threads());
  }

  SerialExecutor newSerialExecutor() {
    return new SerialExecutor(workers);
  }

  /**
   * Calls when it is the lane's turn; fails with {@link HandlerRejectedException} where there are
   * too many.
   */
  <T> CompletionStage<T> call(
      SerialExecutor serialExecutor, ClassLoader loader, HandlerCall.Action<T> action) {
    if (!serialExecutor.tryAcquire(settings.maxUnfinishedOfSocket())) {
      return CompletableFuture.failedStage(new HandlerRejectedException(true));
    }
    if (unfinished.incrementAndGet() > settings.maxUnfinished()) {
      unfinished.decrementAndGet();
      serialExecutor.release();
      return CompletableFuture.failedStage(new HandlerRejectedException(false));
    }
    return begin(serialExecutor, loader, action);
  }

  /** The same for what must not be left out: it is bounded by what it is about. */
  <T> CompletionStage<T> callUnbounded(
      SerialExecutor serialExecutor, ClassLoader loader, HandlerCall.Action<T> action) {
    serialExecutor.tryAcquire(Integer.MAX_VALUE);
    unfinished.incrementAndGet();
    return begin(serialExecutor, loader, action);
  }

  private <T> CompletionStage<T> begin(
      SerialExecutor serialExecutor, ClassLoader loader, HandlerCall.Action<T> action) {
    HandlerCall<T> handlerCall =
        new HandlerCall<>(
            action,
            loader,
            () -> {
              unfinished.decrementAndGet();
              serialExecutor.release();
            });
    CompletionStage<T> result = handlerCall.withTimeout(settings.timeoutMillis());
    serialExecutor.run(handlerCall);
    return result;
  }

  /** The same stage for a handler, whose continuations must not run on the gateway's threads. */
  <T> CompletionStage<T> async(CompletionStage<T> stage) {
    CompletableFuture<T> copy = new CompletableFuture<>();
    stage.whenCompleteAsync(
        (value, failure) -> {
          if (failure == null) {
            copy.complete(value);
          } else {
            copy.completeExceptionally(failure);
          }
        },
        completions);
    return copy;
  }

  int unfinished() {
    return unfinished.get();
  }

  /** Waits for what is unfinished, as long as a handler may take. */
  void awaitUnfinished() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis());
    while (unfinished.get() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  void close() {
    workers.shutdownNow();
    completions.shutdownNow();
  }

  /** Not called, since too many are unfinished: of this socket, or of all. */
  static final class HandlerRejectedException extends RejectedExecutionException {
    private static final long serialVersionUID = 1;
    private final boolean isSocketLimit;

    HandlerRejectedException(boolean isSocketLimit) {
      super("too many handlers are unfinished");
      this.isSocketLimit = isSocketLimit;
    }

    boolean isSocketLimit() {
      return isSocketLimit;
    }
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            factory,
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
