package io.wsfleet.gateway.api;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A bus whose publications end as a test decides. */
final class UnreliableBus implements Bus {
  final List<BusMessage> published = new CopyOnWriteArrayList<>();
  final AtomicReference<CompletionStage<Void>> result =
      new AtomicReference<>(CompletableFuture.completedFuture(null));
  private final InMemoryBus inMemory = new InMemoryBus("g");
  volatile boolean supportsSequences;

  @Override
  public boolean supportsSequences() {
    return supportsSequences;
  }

  @Override
  public CompletionStage<PublishResult> publish(
      BusMessage message, ProducerSequence producerSequence) {
    return publish(message).thenApply(accepted -> new PublishResult.Published());
  }

  @Override
  public void start(BusListener busListener) {}

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    published.add(message);
    return result.get();
  }

  @Override
  public void serialize(Runnable action) {
    action.run();
  }

  @Override
  public CompletionStage<Void> subscribe(String namespace) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public ClusterQueries queries() {
    return new NoResponses();
  }

  @Override
  public CompletionStage<Boolean> tryLock(String name, long millis) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public BusState state() {
    return BusState.CONNECTING;
  }

  @Override
  public BusCounters counters() {
    return inMemory.counters();
  }

  @Override
  public int pendingPublishes() {
    return 0;
  }

  @Override
  public Map<String, Long> heartbeatAges() {
    return Map.of();
  }

  @Override
  public void close() {}

  /** Queries without a response. */
  private static final class NoResponses implements ClusterQueries {
    @Override
    public CompletionStage<Responses<BusListener.RemoteSocket>> fetchSockets(Audience audience) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }

    @Override
    public CompletionStage<Responses<String>> allRooms(String namespace) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }

    @Override
    public CompletionStage<Responses<JsonPayload>> send(
        BusMessage.Broadcast question, long timeoutMillis) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }

    @Override
    public CompletionStage<Responses<JsonPayload>> serverSideEmitWithAck(
        String namespace, Event event, long timeoutMillis) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }
  }
}
