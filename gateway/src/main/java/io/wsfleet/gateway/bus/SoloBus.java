package io.wsfleet.gateway.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The bus of a gateway that runs alone: it is the whole fleet, and every name is free. What it
 * publishes has a place in a history that ends with it.
 */
public final class SoloBus implements Bus {
  // Nobody can take another's for it: the sessions are gone when it is.
  private static final String HISTORY = "solo";

  // As many senders as are remembered, those that sent last.
  private static final int MOST_SENDERS = 10_000;

  private final String gateway;
  private final Map<String, Long> turns =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_SENDERS;
        }
      };
  private final BusCounters counters = new BusCounters();
  private final Deposits deposits = new LocalDeposits(() -> System.nanoTime() / 1_000_000);
  private @Nullable Neighbour neighbour;
  private volatile Offset offset = new Offset(Position.START, HISTORY);
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  public SoloBus(String gateway) {
    this.gateway = gateway;
  }

  @Override
  public synchronized void start(Neighbour listener) {
    neighbour = listener;
    listener.forget(offset);
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    if (!message.isForOthers()) {
      inTurn(() -> tell(message));
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public boolean keepsTurns() {
    return true;
  }

  @Override
  public CompletionStage<Receipt> publish(BusMessage message, Turn turn) {
    Receipt receipt = take(turn);
    if (receipt instanceof Receipt.Taken) {
      return publish(message).thenApply(taken -> receipt);
    }
    return CompletableFuture.completedStage(receipt);
  }

  private synchronized Receipt take(Turn turn) {
    Long last = turns.get(turn.producer());
    if (last != null && turn.number() <= last) {
      return new Receipt.Known();
    }
    if (last != null && turn.number() > last + 1) {
      return new Receipt.OutOfTurn(last + 1);
    }
    turns.put(turn.producer(), turn.number());
    return new Receipt.Taken();
  }

  @Override
  public void between(Runnable action) {
    inTurn(action);
  }

  @Override
  public Offset offset() {
    return offset;
  }

  @Override
  public Deposits deposits() {
    return deposits;
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

  /** It hears itself. */
  @Override
  public Map<String, Long> heard() {
    return Map.of(gateway, 0L);
  }

  @Override
  public void close() {}

  /** One after the other; what one of them asks for comes after it. */
  private synchronized void inTurn(Runnable action) {
    waiting.add(action);
    if (busy) {
      return;
    }
    busy = true;
    try {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    } finally {
      busy = false;
    }
  }

  private void tell(BusMessage message) {
    Offset here = new Offset(new Position(1, offset.position().number() + 1), HISTORY);
    listener().remember(message, here);
    listener().receive(message, here.toString());
    offset = here;
  }

  private synchronized Neighbour listener() {
    Neighbour listener = neighbour;
    if (listener == null) {
      throw new IllegalStateException("the bus is used before it was started");
    }
    return listener;
  }
}
