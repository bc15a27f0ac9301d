package io.wsfleet.gateway.extensions;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs what one socket causes one after another, on whichever worker is free. */
final class Lane {
  private final Executor workers;
  // Room for few: there is a lane for each socket, and hardly any has something waiting.
  private final Queue<Runnable> waiting = new ArrayDeque<>(2);
  private boolean busy;
  private int unfinished;

  Lane(Executor workers) {
    this.workers = workers;
  }

  /** Takes a place among what is unfinished; false if there are that many already. */
  synchronized boolean enter(int max) {
    if (unfinished >= max) {
      return false;
    }
    unfinished++;
    return true;
  }

  synchronized void exit() {
    unfinished--;
  }

  void run(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (busy) {
        return;
      }
      busy = true;
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
    Runnable task = waiting.poll();
    busy = task != null;
    return task;
  }
}
