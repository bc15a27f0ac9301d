package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
  private static final BusMessage MESSAGE = new Broadcast(Event.of("e"), Audience.all("/"), false);

  @Test
  void detectsMissingEntriesByTheirIds() {
    assertEquals(SequenceCheck.FOLLOWS, next(1, 5, message(1, 6)));
    assertEquals(SequenceCheck.GAP, next(1, 5, message(1, 7)));
    assertEquals(SequenceCheck.FOLLOWS, next(1, 5, marker(2, 1, 5)));
    assertEquals(SequenceCheck.GAP, next(1, 5, marker(2, 1, 6)));
    assertEquals(SequenceCheck.DIVERGED, next(1, 5, marker(2, 1, 4)));
    assertEquals(SequenceCheck.GAP, next(1, 5, message(2, 3)));
    assertEquals(SequenceCheck.FOLLOWS, SequenceCheck.of(StreamId.START, marker(1, 0, 0)));
    assertEquals(SequenceCheck.GAP, SequenceCheck.of(StreamId.START, message(1, 3)));
  }

  private static SequenceCheck next(long term, long number, Entry entry) {
    return SequenceCheck.of(new StreamId(term, number), entry);
  }

  private static Entry message(long term, long number) {
    return new Entry.Message(new StreamId(term, number), "p", 1, MESSAGE);
  }

  private static Entry marker(long term, long previousTerm, long previousNumber) {
    return new Entry.TermStart(new StreamId(term, 0), new StreamId(previousTerm, previousNumber));
  }
}
