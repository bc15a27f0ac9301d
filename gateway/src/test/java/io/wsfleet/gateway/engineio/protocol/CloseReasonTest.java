package io.wsfleet.gateway.engineio.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseReasonTest {
  private static final Set<String> SOCKET_IO =
      Set.of(
          "transport close",
          "transport error",
          "ping timeout",
          "parse error",
          "forced close",
          "server shutting down",
          "client namespace disconnect",
          "server namespace disconnect");

  @ParameterizedTest
  @EnumSource
  void tellsHandlersTheWordsOfSocketIo(CloseReason reason) {
    assertTrue(SOCKET_IO.contains(reason.socketIoReason()), reason.socketIoReason());
  }

  @Test
  void namesErrorsAsTheNodeServerDoes() {
    assertEquals("forced close", CloseReason.PARSE_ERROR.socketIoReason());
    assertEquals("transport error", CloseReason.MESSAGE_TOO_BIG.socketIoReason());
    assertEquals("transport error", CloseReason.INVALID_TEXT.socketIoReason());
  }
}
