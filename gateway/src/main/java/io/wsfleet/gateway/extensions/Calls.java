package io.wsfleet.gateway.extensions;

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
final class Calls {
  private static final long IDLE_SECONDS = 30;
  private static final long LOOK_NANOS = 5_000_000;

  private final ExtensionSettings settings;
  private final ThreadPoolExecutor workers;
  private final ThreadPoolExecutor completions;
  private final AtomicInteger unfinished = new AtomicInteger();

  Calls(ExtensionSettings settings) {
    this.settings = settings;
    this.workers = pool("handlers", settings.threads());
    this.completions = pool("completions", settings.threads());
  }

  Lane newLane() {
    return new Lane(workers);
  }

  /** Calls when it is the lane's turn; fails with {@link Refused} where there are too many. */
  <T> CompletionStage<T> call(Lane lane, ClassLoader loader, Call.Action<T> action) {
    if (!lane.enter(settings.maxUnfinishedOfSocket())) {
      return CompletableFuture.failedStage(new Refused(true));
    }
    if (unfinished.incrementAndGet() > settings.maxUnfinished()) {
      unfinished.decrementAndGet();
      lane.exit();
      return CompletableFuture.failedStage(new Refused(false));
    }
    return begin(lane, loader, action);
  }

  /** The same for what must not be left out: it is bounded by what it is about. */
  <T> CompletionStage<T> callAlways(Lane lane, ClassLoader loader, Call.Action<T> action) {
    lane.enter(Integer.MAX_VALUE);
    unfinished.incrementAndGet();
    return begin(lane, loader, action);
  }

  private <T> CompletionStage<T> begin(Lane lane, ClassLoader loader, Call.Action<T> action) {
    Call<T> call =
        new Call<>(
            action,
            loader,
            () -> {
              unfinished.decrementAndGet();
              lane.exit();
            });
    CompletionStage<T> result = call.within(settings.timeoutMillis());
    lane.run(call);
    return result;
  }

  /** The same stage for a handler, whose continuations must not run on the gateway's threads. */
  <T> CompletionStage<T> apart(CompletionStage<T> stage) {
    CompletableFuture<T> apart = new CompletableFuture<>();
    stage.whenCompleteAsync(
        (value, failure) -> {
          if (failure == null) {
            apart.complete(value);
          } else {
            apart.completeExceptionally(failure);
          }
        },
        completions);
    return apart;
  }

  int unfinished() {
    return unfinished.get();
  }

  /** Waits for what is unfinished, as long as a handler may take. */
  void finish() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.timeoutMillis());
    while (unfinished.get() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  void close() {
    workers.shutdownNow();
    completions.shutdownNow();
  }

  /** Not called, since too many are unfinished: of this socket, or of all. */
  static final class Refused extends RejectedExecutionException {
    private static final long serialVersionUID = 1;
    private final boolean bySocket;

    Refused(boolean bySocket) {
      super("too many handlers are unfinished");
      this.bySocket = bySocket;
    }

    boolean bySocket() {
      return bySocket;
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
