package io.wsfleet.gateway.handlers;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs what one socket causes one after another, on whichever worker is free. */
final class SerialExecutor {
  private final Executor workers;
  // Room for few: there is a lane for each socket, and hardly any has something waiting.
  private final Queue<Runnable> queue = new ArrayDeque<>(2);
  private boolean running;
  private int unfinished;

  SerialExecutor(Executor workers) {
    this.workers = workers;
  }

  /** Takes a place among what is unfinished; false if there are that many already. */
  synchronized boolean tryAcquire(int max) {
    if (unfinished >= max) {
      return false;
    }
    unfinished++;
    return true;
  }

  synchronized void release() {
    unfinished--;
  }

  void run(Runnable task) {
    synchronized (this) {
      queue.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    workers.execute(this::runNext);
  }

  // One at a time: then the workers go to the next lane, so that a long one keeps nobody waiting.
  private void runNext() {
    Runnable task = next();
    if (task != null) {
      try {
        task.run();
      } finally {
        workers.execute(this::runNext);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = queue.poll();
    running = task != null;
    return task;
  }
}
