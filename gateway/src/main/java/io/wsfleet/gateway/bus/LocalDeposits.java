package io.wsfleet.gateway.bus;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The deposits of a gateway that is the whole fleet: in its memory, and gone with it. */
public final class LocalDeposits implements Deposits {
  private static final int SWEEP_EVERY = 1000;

  private final LongSupplier clock;
  private final Map<String, Deposit> deposits = new HashMap<>();
  private int puts;

  /** The clock gives milliseconds and never goes back. */
  public LocalDeposits(LongSupplier clock) {
    this.clock = clock;
  }

  private record Deposit(long claim, String content, long until) {}

  @Override
  public synchronized CompletionStage<Boolean> put(
      String name, long claim, String content, long millis) {
    sweep();
    Deposit there = find(name);
    if (there != null && there.claim > claim) {
      return CompletableFuture.completedStage(false);
    }
    deposits.put(name, new Deposit(claim, content, clock.getAsLong() + millis));
    return CompletableFuture.completedStage(true);
  }

  @Override
  public synchronized CompletionStage<Taken> take(String name, long millis) {
    Deposit there = find(name);
    if (there == null) {
      return CompletableFuture.completedStage(Taken.NOTHING);
    }
    long claim = there.claim + 1;
    deposits.put(name, new Deposit(claim, there.content, clock.getAsLong() + millis));
    return CompletableFuture.completedStage(new Taken(claim, there.content));
  }

  @Override
  public synchronized CompletionStage<Void> leave(String name, long claim, long millis) {
    Deposit there = find(name);
    if (there != null && there.claim == claim) {
      if (millis > 0) {
        deposits.put(name, new Deposit(claim, there.content, clock.getAsLong() + millis));
      } else {
        deposits.remove(name);
      }
    }
    return CompletableFuture.completedStage(null);
  }

  private @Nullable Deposit find(String name) {
    Deposit there = deposits.get(name);
    return there == null || there.until <= clock.getAsLong() ? null : there;
  }

  private void sweep() {
    if (++puts % SWEEP_EVERY == 0) {
      long now = clock.getAsLong();
      deposits.values().removeIf(deposit -> deposit.until <= now);
    }
  }
}
