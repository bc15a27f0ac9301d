package io.wsfleet.gateway.handlers;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs the tasks of one socket one after another, on any free worker. */
final class SerialExecutor {
  private final Executor workers;
  // Small: there is a queue for each socket, and hardly any has tasks waiting.
  private final Queue<Runnable> queue = new ArrayDeque<>(2);
  private boolean running;
  private int unfinished;

  SerialExecutor(Executor workers) {
    this.workers = workers;
  }

  /** Adds one to the unfinished calls; false if there are {@code max} already. */
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

  // One task at a time, so that a long queue does not delay the other sockets.
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
