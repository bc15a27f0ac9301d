package io.wsfleet.gateway.socketio.server;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** How many events of a client are not carried out or not acknowledged yet. */
final class UnfinishedEvents {
  private static final AtomicIntegerFieldUpdater<UnfinishedEvents> COUNT =
      AtomicIntegerFieldUpdater.newUpdater(UnfinishedEvents.class, "count");

  private volatile int count;

  void track(CompletionStage<?> event) {
    if (!event.toCompletableFuture().isDone()) {
      COUNT.incrementAndGet(this);
      event.whenComplete((done, failure) -> COUNT.decrementAndGet(this));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }
}
