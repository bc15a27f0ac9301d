package io.wsfleet.gateway.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;

class LogFieldsFilterTest {

  @Test
  void changesTheRecordsOfThisProgramOnly() {
    ExtLogRecord ours =
        new ExtLogRecord(
            Level.INFO, "event=drain connections=%d", ExtLogRecord.FormatStyle.PRINTF, "x");
    ours.setParameters(new Object[] {7});
    ours.setLoggerName("io.wsfleet.gateway");
    assertTrue(new LogFieldsFilter().isLoggable(ours));
    assertEquals("drain", ours.getFormattedMessage());
    assertEquals(Map.of("event", "drain", "connections", "7"), ours.getMdcCopy());

    ExtLogRecord other =
        new ExtLogRecord(Level.INFO, "a=b", ExtLogRecord.FormatStyle.NO_FORMAT, "x");
    other.setLoggerName("io.netty");
    assertTrue(new LogFieldsFilter().isLoggable(other));
    assertEquals("a=b", other.getFormattedMessage());
  }
}
