package io.wsfleet.gateway.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FilteringBusTest {
  private final InMemoryBus inner = new InMemoryBus("g");
  private final FilteringBus bus = new FilteringBus(inner, new PacketFilter());
  private final RecordingListener listener = RecordingListener.started(bus);

  @Test
  void publishesWhatClientsAccept() throws Exception {
    bus.publish(broadcast("news")).toCompletableFuture().get();
    assertEquals(List.of(broadcast("news")), listener.received());
  }

  @Test
  void tellsThePublisherWhatIsWrong() {
    assertRefused(bus.publish(broadcast("disconnect")));
    assertRefused(bus.publish(broadcast("disconnect"), new ProducerSequence("p", 1)));
    assertRefused(bus.queries().send(broadcast("disconnect"), 1));
    assertRefused(bus.publish(new BusMessage.ServerEvent("/", Event.of("new_namespace"))));
    assertRefused(bus.queries().serverSideEmitWithAck("/", Event.of("connection"), 1));
    assertEquals(List.of(), listener.received());
    assertEquals(3, bus.filter().count(PacketViolation.RESERVED_EVENT));
    assertEquals(2, bus.filter().count(PacketViolation.RESERVED_SERVER_EVENT));
  }

  /** As it comes from a gateway of a former version, an emitter or a Node server. */
  @Test
  void deliversNothingOfTheKindThatOthersPublish() throws Exception {
    inner.publish(broadcast("disconnect")).toCompletableFuture().get();
    inner.publish(broadcast("news")).toCompletableFuture().get();
    assertEquals(List.of(broadcast("news")), listener.received());
    assertEquals(1, listener.appended(), "nor is it kept for recovery");
    assertEquals(1, bus.filter().count(PacketViolation.RESERVED_EVENT));
  }

  @Test
  void answersAQuestionOfOthersThatReachesNobody() throws Exception {
    ClusterQueries.Responses<?> responses =
        inner.queries().send(broadcast("disconnect"), 1000).toCompletableFuture().get();
    assertEquals(0, responses.expected());
  }

  private static BusMessage.Broadcast broadcast(String event) {
    return new BusMessage.Broadcast(Event.of(event), Audience.all("/"), false);
  }

  private static void assertRefused(CompletionStage<?> published) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> published.toCompletableFuture().get());
    assertInstanceOf(InvalidPacketException.class, failed.getCause());
  }
}
