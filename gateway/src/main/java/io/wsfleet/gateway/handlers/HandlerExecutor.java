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
 * Calls handlers on threads of their own, so that a handler that blocks delays no other client.
 * Limits the number of unfinished calls, in all and for each socket.
 *
 * <p>Stages that the gateway completes for handlers run their continuations on a second pool:
 * otherwise handlers that block on such stages could occupy all threads and wait for each other.
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
   * Calls the handler after the earlier tasks of the serial executor. Fails with {@link
   * HandlerRejectedException} if too many calls are unfinished.
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

  /** The same without limits, for calls that must happen; there is at most one for each socket. */
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

  /** Returns a copy of the stage whose continuations do not run on threads of the gateway. */
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

  /** Waits for unfinished calls, at most for the time limit of a handler. */
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

  /** Too many calls are unfinished: of this socket, or in all. */
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
