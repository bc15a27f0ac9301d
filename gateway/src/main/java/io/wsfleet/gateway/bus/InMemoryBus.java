package io.wsfleet.gateway.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The bus of a gateway that runs alone. It gives each message a position, like the stream, in an
 * epoch that ends with the process.
 */
public final class InMemoryBus implements Bus {
  // The same in each process: its sessions do not outlive it.
  private static final String EPOCH = "solo";

  // How many producers are remembered, those that published last.
  private static final int MAX_PRODUCERS = 10_000;

  private final String gateway;
  private final Map<String, Long> lastNumbers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_PRODUCERS;
        }
      };
  private final BusCounters counters = new BusCounters();
  private final SessionStore sessionStore =
      new InMemorySessionStore(() -> System.nanoTime() / 1_000_000);
  private @Nullable BusListener busListener;
  private volatile StreamPosition streamPosition = new StreamPosition(StreamId.START, EPOCH);
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  public InMemoryBus(String gateway) {
    this.gateway = gateway;
  }

  @Override
  public synchronized void start(BusListener listener) {
    busListener = listener;
    listener.resetHistory(streamPosition);
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    if (!message.isForOthers()) {
      serialized(() -> deliver(message));
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public boolean supportsSequences() {
    return true;
  }

  @Override
  public CompletionStage<PublishResult> publish(BusMessage message, ProducerSequence sequence) {
    PublishResult result = check(sequence);
    if (result instanceof PublishResult.Published) {
      return publish(message).thenApply(published -> result);
    }
    return CompletableFuture.completedStage(result);
  }

  private synchronized PublishResult check(ProducerSequence sequence) {
    Long last = lastNumbers.get(sequence.producer());
    if (last != null && sequence.number() <= last) {
      return new PublishResult.Duplicate();
    }
    if (last != null && sequence.number() > last + 1) {
      return new PublishResult.OutOfSequence(last + 1);
    }
    lastNumbers.put(sequence.producer(), sequence.number());
    return new PublishResult.Published();
  }

  @Override
  public void serialize(Runnable action) {
    serialized(action);
  }

  @Override
  public StreamPosition position() {
    return streamPosition;
  }

  @Override
  public SessionStore sessionStore() {
    return sessionStore;
  }

  @Override
  public CompletionStage<Void> subscribe(String namespace) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public ClusterQueries queries() {
    return new LocalQueries(listener());
  }

  @Override
  public CompletionStage<Boolean> tryLock(String name, long millis) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public BusState state() {
    return BusState.IN_MEMORY;
  }

  @Override
  public BusCounters counters() {
    return counters;
  }

  @Override
  public int pendingPublishes() {
    return 0;
  }

  @Override
  public Map<String, Long> heartbeatAges() {
    return Map.of(gateway, 0L);
  }

  @Override
  public void close() {}

  /** Runs one action after another; an action that is added by another one runs after it. */
  private synchronized void serialized(Runnable action) {
    waiting.add(action);
    if (running) {
      return;
    }
    running = true;
    try {
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    } finally {
      running = false;
    }
  }

  private void deliver(BusMessage message) {
    StreamPosition position =
        new StreamPosition(new StreamId(1, streamPosition.id().number() + 1), EPOCH);
    listener().addToHistory(message, position);
    listener().receive(message, position.toString());
    streamPosition = position;
  }

  private synchronized BusListener listener() {
    BusListener listener = busListener;
    if (listener == null) {
      throw new IllegalStateException("the bus is not started");
    }
    return listener;
  }
}
