package io.wsfleet.gateway.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The bus of a gateway that runs alone: there is nobody to tell, and every name is free. */
public final class SoloBus implements Bus {
  private final BusCounters counters = new BusCounters();

  @Override
  public void start(Neighbour neighbour) {}

  @Override
  public void publish(BusMessage message) {}

  @Override
  public CompletionStage<Boolean> claim(String name, long millis) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public BusState state() {
    return BusState.SOLO;
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int waiting() {
    return 0;
  }

  @Override
  public void close() {}
}
