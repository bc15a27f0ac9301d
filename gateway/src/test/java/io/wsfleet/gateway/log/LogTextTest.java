package io.wsfleet.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void letsNothingStartANewLineOrDriveATerminal() {
    assertEquals(
        "a\\u000aINFO\\u000d\\u001b[31m\\u2028\\u2029\\u0085\\u202ez",
        LogText.safe("a\nINFO\r\u001b[31m\u2028\u2029\u0085\u202ez"));
  }

  @Test
  void boundsItsLength() {
    assertEquals("aaa…", LogText.safe("aaaa", 3));
    assertEquals("aaa", LogText.safe("aaa", 3));
    assertEquals("", LogText.safe(null));
  }

  @Test
  void leavesOrdinaryTextAlone() {
    assertEquals("Grüße, 世界 😀", LogText.safe("Grüße, 世界 😀"));
  }
}
