package io.wsfleet.contract.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReservedEventNamesTest {
  @Test
  void areThoseOfSocketIo() {
    assertEquals(
        List.of(
            "connect",
            "connect_error",
            "disconnect",
            "disconnecting",
            "newListener",
            "removeListener"),
        ReservedEventNames.ALL);
  }
}
