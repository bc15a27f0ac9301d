package io.wsfleet.operator.redis.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one Redis, replaced by a new one on request. At most one is open or being
 * opened; what is heard of an earlier one is dropped.
 *
 * <p>Its methods are to be called with the lock held that it was given; it takes that lock for each
 * call of its listener.
 */
final class ReconnectingConnection {

  /** What happens to the connection. */
  interface Listener {

    void onOpened(RedisConnection opened);

    void onFailed(@Nullable Throwable failure);

    void onClosed();
  }

  private final Object lock;
  private final Supplier<CompletableFuture<RedisConnection>> connector;
  private final Semaphore connectPermits;
  private final Listener listener;

  private int attempt;
  private @Nullable CompletableFuture<RedisConnection> opening;
  private @Nullable RedisConnection connection;
  private boolean wasConnected;
  private boolean hasPermit;
  private boolean closed;

  /**
   * @param connectPermits for first connections; too many at the same time would each be too slow
   */
  ReconnectingConnection(
      Object lock,
      Supplier<CompletableFuture<RedisConnection>> connector,
      Semaphore connectPermits,
      Listener listener) {
    this.lock = lock;
    this.connector = connector;
    this.connectPermits = connectPermits;
    this.listener = listener;
  }

  /** The open connection; null if there is none. */
  @Nullable RedisConnection connection() {
    return connection;
  }

  /** The connection that is open or being opened; null if there is none. */
  @Nullable CompletableFuture<RedisConnection> opening() {
    return opening;
  }

  /** Whether {@link #open} may be called now. */
  boolean mayOpen() {
    if (!wasConnected && !hasPermit) {
      hasPermit = connectPermits.tryAcquire();
      return hasPermit;
    }
    return true;
  }

  void open() {
    int number = ++attempt;
    try {
      var next = connector.get();
      opening = next;
      next.whenComplete((opened, failure) -> onOpened(number, opened, failure));
    } catch (RuntimeException e) {
      onOpened(number, null, e);
    }
  }

  void disconnect() {
    var former = connection;
    connection = null;
    opening = null;
    attempt++;
    releasePermit();
    if (former != null) {
      former.close();
    }
  }

  /** Disconnects for good. */
  void close() {
    closed = true;
    disconnect();
  }

  private void onOpened(int number, @Nullable RedisConnection opened, @Nullable Throwable failure) {
    synchronized (lock) {
      if (closed || number != attempt) {
        if (opened != null) {
          opened.close();
        }
        return;
      }
      releasePermit();
      if (opened == null) {
        opening = null;
        listener.onFailed(failure);
        return;
      }
      connection = opened;
      wasConnected = true;
      opened.onClose(() -> onClosed(opened));
      if (connection == opened) {
        listener.onOpened(opened);
      }
    }
  }

  private void onClosed(RedisConnection which) {
    synchronized (lock) {
      if (!closed && connection == which) {
        disconnect();
        listener.onClosed();
      }
    }
  }

  private void releasePermit() {
    if (hasPermit) {
      hasPermit = false;
      connectPermits.release();
    }
  }
}
