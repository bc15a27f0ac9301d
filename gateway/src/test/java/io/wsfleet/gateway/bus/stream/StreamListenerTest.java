package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.StreamId;
import org.junit.jupiter.api.Test;

class StreamListenerTest {

  @Test
  void countsTheMissedMessagesOfAGap() {
    assertEquals(4, StreamListener.missedMessages(new StreamId(1, 5), new StreamId(1, 10)));
    assertEquals(1, StreamListener.missedMessages(new StreamId(1, 5), new StreamId(2, 10)));
  }
}
