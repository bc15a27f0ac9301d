package io.wsfleet.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

  @Test
  void isReadWhereItLiesInAnEvent() {
    var payload = new Payload(7, 63, 1_234_567, Long.MAX_VALUE);
    byte[] event =
        ("[\"told\",\"room-12\",\"" + payload + "\",\"1700-0\"]")
            .getBytes(StandardCharsets.US_ASCII);
    int at = Payload.find(event, 0, event.length);
    assertEquals(19, at);
    assertEquals(7, Payload.publisher(event, at));
    assertEquals(63, Payload.slot(event, at));
    assertEquals(1_234_567, Payload.number(event, at));
    assertEquals(Long.MAX_VALUE, Payload.intended(event, at));
  }

  @Test
  void isAsLongAsItSays() {
    assertEquals(Payload.LENGTH, new Payload(0, 0, 0, 0).bytes().length);
  }

  @Test
  void isNotFoundInAnythingElse() {
    byte[] other = ("[\"brdcst\",\"" + "~".repeat(20) + "\"]").getBytes(StandardCharsets.US_ASCII);
    assertEquals(-1, Payload.find(other, 0, other.length));
  }

  @Test
  void refusesANumberThatHasNoPlace() {
    assertThrows(IllegalArgumentException.class, () -> new Payload(1000, 0, 0, 0).bytes());
    assertThrows(IllegalArgumentException.class, () -> new Payload(0, 0, -1, 0).bytes());
  }
}
