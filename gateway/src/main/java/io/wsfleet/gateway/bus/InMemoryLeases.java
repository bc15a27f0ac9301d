package io.wsfleet.gateway.bus;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The leases of a gateway that runs alone: it gets every name, and nobody holds any other. */
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
