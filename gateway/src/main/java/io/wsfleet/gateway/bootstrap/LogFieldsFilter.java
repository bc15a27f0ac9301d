package io.wsfleet.gateway.bootstrap;

import io.quarkus.logging.LoggingFilter;
import io.wsfleet.gateway.log.LogFields;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Moves the pairs of a message to the fields of the log record, which the JSON format writes as an
 * object. It lets every record pass.
 */
@LoggingFilter(name = LogFieldsFilter.NAME)
public final class LogFieldsFilter implements Filter {
  public static final String NAME = "fields";
  private static final String OURS = "io.wsfleet";

  @Override
  public boolean isLoggable(LogRecord logRecord) {
    String logger = logRecord.getLoggerName();
    if (logger != null
        && logger.startsWith(OURS)
        && logRecord instanceof ExtLogRecord extended
        && extended.getMessage() != null) {
      move(extended);
    }
    return true;
  }

  private static void move(ExtLogRecord extended) {
    boolean hasPlaceholders = extended.getFormatStyle() == ExtLogRecord.FormatStyle.PRINTF;
    LogFields read =
        LogFields.of(extended.getMessage(), hasPlaceholders ? extended.getParameters() : null);
    if (!read.fields().isEmpty()) {
      extended.setMessage(read.text(), ExtLogRecord.FormatStyle.NO_FORMAT);
      read.fields().forEach(extended::putMdc);
    }
  }
}
