package io.wsfleet.gateway.bus;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The leases of a gateway that runs alone: it acquires every lease, and finds none. */
public final class InMemoryLeases implements Leases {
  @Override
  public void start() {}

  @Override
  public CompletionStage<Boolean> acquire(String name, String value, long millis) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public CompletionStage<Optional<String>> find(String name) {
    return CompletableFuture.completedStage(Optional.empty());
  }

  @Override
  public CompletionStage<Boolean> release(String name, String value) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public void close() {}
}
