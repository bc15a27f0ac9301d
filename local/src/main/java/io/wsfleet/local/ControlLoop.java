package io.wsfleet.local;

import java.time.Duration;
import java.util.function.Consumer;

/** A thread that runs one iteration whenever it is woken, and at least once a period. */
final class ControlLoop implements AutoCloseable {

  /** One iteration of a control loop. */
  interface Iteration {
    void run() throws InterruptedException;
  }

  private final Thread thread;
  private final Object lock = new Object();
  private boolean woken;
  private volatile boolean closed;

  ControlLoop(String name, Duration period, Iteration iteration, Consumer<Throwable> failures) {
    thread =
        new Thread(
            () -> {
              while (!closed) {
                try {
                  runOnce(iteration, failures);
                  awaitWake(period);
                } catch (InterruptedException e) {
                  return;
                }
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  void wake() {
    synchronized (lock) {
      woken = true;
      lock.notifyAll();
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join(2000);
  }

  private static void runOnce(Iteration iteration, Consumer<Throwable> failures)
      throws InterruptedException {
    try {
      iteration.run();
    } catch (RuntimeException e) {
      failures.accept(e);
    }
  }

  private void awaitWake(Duration period) throws InterruptedException {
    synchronized (lock) {
      if (!woken) {
        lock.wait(period.toMillis());
      }
      woken = false;
    }
  }
}
