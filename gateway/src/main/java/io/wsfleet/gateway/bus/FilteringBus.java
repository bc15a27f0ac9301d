package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bus that publishes nothing that must not be sent, and delivers nothing of the kind: other
 * servers, emitters and gateways of former versions publish without this check. What is published
 * fails with an {@link InvalidPacketException}.
 */
public final class FilteringBus implements Bus {
  private final Bus bus;
  private final PacketFilter filter;

  public FilteringBus(Bus bus, PacketFilter filter) {
    this.bus = bus;
    this.filter = filter;
  }

  @Override
  public void start(BusListener listener) {
    bus.start(filtering(listener));
  }

  /** Counts what was refused or dropped. */
  public PacketFilter filter() {
    return filter;
  }

  /** The listener without what must not be sent, also for messages that do not use the bus. */
  public BusListener filtering(BusListener listener) {
    return new FilteringListener(listener, filter);
  }

  @Override
  public CompletionStage<Void> publish(BusMessage message) {
    return checked(filter.refuse(message), () -> bus.publish(message));
  }

  @Override
  public boolean supportsSequences() {
    return bus.supportsSequences();
  }

  @Override
  public CompletionStage<PublishResult> publish(
      BusMessage message, ProducerSequence producerSequence) {
    return checked(filter.refuse(message), () -> bus.publish(message, producerSequence));
  }

  @Override
  public void serialize(Runnable action) {
    bus.serialize(action);
  }

  @Override
  public CompletionStage<Void> subscribe(String namespace) {
    return bus.subscribe(namespace);
  }

  @Override
  public @Nullable StreamPosition position() {
    return bus.position();
  }

  @Override
  public @Nullable SessionStore sessionStore() {
    return bus.sessionStore();
  }

  @Override
  public ClusterQueries queries() {
    return new FilteringQueries(bus.queries(), filter);
  }

  @Override
  public CompletionStage<Boolean> tryLock(String name, long millis) {
    return bus.tryLock(name, millis);
  }

  @Override
  public BusState state() {
    return bus.state();
  }

  @Override
  public BusCounters counters() {
    return bus.counters();
  }

  @Override
  public int pendingPublishes() {
    return bus.pendingPublishes();
  }

  @Override
  public int unacknowledged() {
    return bus.unacknowledged();
  }

  @Override
  public Map<String, Long> heartbeatAges() {
    return bus.heartbeatAges();
  }

  @Override
  public void close() {
    bus.close();
  }

  private static <T> CompletionStage<T> checked(
      @Nullable PacketViolation violation, Supplier<CompletionStage<T>> publish) {
    return violation == null
        ? publish.get()
        : CompletableFuture.failedStage(new InvalidPacketException(violation));
  }

  private record FilteringQueries(ClusterQueries queries, PacketFilter filter)
      implements ClusterQueries {
    @Override
    public CompletionStage<Responses<BusListener.RemoteSocket>> fetchSockets(Audience audience) {
      return queries.fetchSockets(audience);
    }

    @Override
    public CompletionStage<Responses<String>> allRooms(String namespace) {
      return queries.allRooms(namespace);
    }

    @Override
    public CompletionStage<Responses<JsonPayload>> send(
        BusMessage.Broadcast broadcast, long timeoutMillis) {
      return checked(filter.refuse(broadcast), () -> queries.send(broadcast, timeoutMillis));
    }

    @Override
    public CompletionStage<Responses<JsonPayload>> serverSideEmitWithAck(
        String namespace, Event event, long timeoutMillis) {
      return checked(
          filter.refuseServerEvent(namespace, event),
          () -> queries.serverSideEmitWithAck(namespace, event, timeoutMillis));
    }
  }
}
