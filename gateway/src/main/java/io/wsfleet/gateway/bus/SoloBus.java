package io.wsfleet.gateway.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The bus of a gateway that runs alone: it is the whole fleet, and every name is free. */
public final class SoloBus implements Bus {
  private final BusCounters counters = new BusCounters();
  private @Nullable Neighbour neighbour;

  @Override
  public synchronized void start(Neighbour listener) {
    neighbour = listener;
  }

  @Override
  public synchronized CompletionStage<Void> publish(BusMessage message) {
    listener().receive(message, null);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized void between(Runnable action) {
    action.run();
  }

  @Override
  public CompletionStage<Void> attend(String namespace) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public Inquiries inquiries() {
    return new LocalInquiries(listener());
  }

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

  private synchronized Neighbour listener() {
    Neighbour listener = neighbour;
    if (listener == null) {
      throw new IllegalStateException("the bus is used before it was started");
    }
    return listener;
  }
}
