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
  private Word lastWord = new Word("", Long.MIN_VALUE);
  private int puts;

  /** The clock gives milliseconds and never goes back. */
  public LocalDeposits(LongSupplier clock) {
    this.clock = clock;
  }

  private record Deposit(long claim, String content, boolean held, long until) {}

  private record Word(String text, long until) {}

  @Override
  public CompletionStage<Boolean> put(String name, long claim, String content, long millis) {
    return put(name, new Deposit(claim, content, false, clock.getAsLong() + millis));
  }

  @Override
  public CompletionStage<Boolean> hold(String name, long claim, String content, long millis) {
    return put(name, new Deposit(claim, content, true, clock.getAsLong() + millis));
  }

  private synchronized CompletionStage<Boolean> put(String name, Deposit deposit) {
    sweep();
    Deposit there = find(name);
    if (there != null && there.claim > deposit.claim) {
      return CompletableFuture.completedStage(false);
    }
    deposits.put(name, deposit);
    return CompletableFuture.completedStage(true);
  }

  @Override
  public synchronized CompletionStage<Void> say(String word, long millis) {
    lastWord = new Word(word, clock.getAsLong() + millis);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<Taken> take(String name, long millis) {
    Deposit there = find(name);
    if (there == null) {
      return CompletableFuture.completedStage(Taken.NOTHING);
    }
    long claim = there.claim + 1;
    keep(name, claim, there.content, millis);
    return CompletableFuture.completedStage(
        new Taken(claim, there.content, there.held ? lastWord.text : null));
  }

  @Override
  public synchronized CompletionStage<Void> leave(String name, long claim, long millis) {
    Deposit there = find(name);
    if (there != null && there.claim == claim) {
      if (millis > 0) {
        keep(name, claim, there.content, millis);
      } else {
        deposits.remove(name);
      }
    }
    return CompletableFuture.completedStage(null);
  }

  private void keep(String name, long claim, String content, long millis) {
    deposits.put(name, new Deposit(claim, content, false, clock.getAsLong() + millis));
  }

  private @Nullable Deposit find(String name) {
    Deposit there = deposits.get(name);
    long now = clock.getAsLong();
    boolean isGone = there == null || there.until <= now || (there.held && lastWord.until <= now);
    return isGone ? null : there;
  }

  private void sweep() {
    if (++puts % SWEEP_EVERY == 0) {
      long now = clock.getAsLong();
      deposits.values().removeIf(deposit -> deposit.until <= now);
    }
  }
}
