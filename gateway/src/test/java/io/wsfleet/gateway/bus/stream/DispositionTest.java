package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import org.junit.jupiter.api.Test;

class DispositionTest {
  private static final BusMessage BROADCAST =
      new BusMessage.Broadcast(Event.of("e"), Audience.all("/"), false);
  private static final BusMessage SERVER_EVENT = new BusMessage.ServerEvent("/", Event.of("e"));
  private static final BusMessage HEARTBEAT = new BusMessage.Heartbeat("g");

  @Test
  void deliversANewMessageOnce() {
    assertEquals(Disposition.DELIVER, Disposition.of(BROADCAST, true, false, false, false));
    assertEquals(Disposition.DELIVER, Disposition.of(BROADCAST, true, true, false, false));
    assertEquals(Disposition.ALREADY_DELIVERED, Disposition.of(BROADCAST, true, true, true, false));
    assertEquals(Disposition.DUPLICATE, Disposition.of(BROADCAST, false, false, false, false));
  }

  @Test
  void countsADuplicateInTheBacklogToo() {
    assertEquals(Disposition.DUPLICATE, Disposition.of(BROADCAST, false, true, true, true));
  }

  @Test
  void doesNotDeliverTheBacklog() {
    assertEquals(Disposition.BACKLOG, Disposition.of(BROADCAST, true, false, false, true));
    assertEquals(Disposition.BACKLOG, Disposition.of(HEARTBEAT, true, false, false, true));
  }

  @Test
  void deliversAServerEventToTheOthersAlone() {
    assertEquals(Disposition.FOR_OTHERS, Disposition.of(SERVER_EVENT, true, true, false, false));
    assertEquals(Disposition.DELIVER, Disposition.of(SERVER_EVENT, true, false, false, false));
  }

  @Test
  void recordsEveryHeartbeat() {
    assertEquals(
        Disposition.RECORD_HEARTBEAT, Disposition.of(HEARTBEAT, true, false, false, false));
    assertEquals(Disposition.RECORD_HEARTBEAT, Disposition.of(HEARTBEAT, false, true, true, false));
  }
}
