package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Requests that this gateway alone answers, where it runs alone. */
public final class LocalQueries implements ClusterQueries {
  private final BusListener busListener;

  public LocalQueries(BusListener busListener) {
    this.busListener = busListener;
  }

  @Override
  public CompletionStage<Responses<BusListener.RemoteSocket>> fetchSockets(Audience audience) {
    return CompletableFuture.completedStage(
        Responses.completeOf(busListener.fetchSockets(audience)));
  }

  @Override
  public CompletionStage<Responses<String>> allRooms(String namespace) {
    return CompletableFuture.completedStage(
        Responses.completeOf(List.copyOf(busListener.rooms(namespace))));
  }

  @Override
  public CompletionStage<Responses<JsonPayload>> send(Broadcast broadcast, long timeoutMillis) {
    AckCollector ackCollector = new AckCollector();
    busListener.broadcastWithAck(broadcast, timeoutMillis, ackCollector::expect, ackCollector::add);
    return ackCollector
        .done
        .completeOnTimeout(ackCollector, timeoutMillis, TimeUnit.MILLISECONDS)
        .thenApply(AckCollector::responses);
  }

  @Override
  public CompletionStage<Responses<JsonPayload>> serverSideEmitWithAck(
      String namespace, Event event, long timeoutMillis) {
    return CompletableFuture.completedStage(Responses.completeOf(List.of()));
  }

  /** Collects acknowledgements until all have come. */
  private static final class AckCollector {
    private final CompletableFuture<AckCollector> done = new CompletableFuture<>();
    private final List<JsonPayload> acks = new ArrayList<>();
    private int expected;

    synchronized void expect(int receivers) {
      expected = receivers;
      completeIfAllAcked();
    }

    synchronized void add(JsonPayload ack) {
      acks.add(ack);
      completeIfAllAcked();
    }

    synchronized Responses<JsonPayload> responses() {
      return new Responses<>(acks, acks.size() >= expected, expected);
    }

    private void completeIfAllAcked() {
      if (acks.size() >= expected) {
        done.complete(this);
      }
    }
  }
}
