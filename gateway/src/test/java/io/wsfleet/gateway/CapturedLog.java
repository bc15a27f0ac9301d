package io.wsfleet.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this process logs from now on that an administrator would have to look after. */
public final class CapturedLog implements AutoCloseable {
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          int level = record.getLevel().intValue();
          boolean unexpected = record.getThrown() != null && level >= Level.INFO.intValue();
          if (unexpected || level >= Level.SEVERE.intValue()) {
            warnings.add(
                record.getLoggerName() + ": " + record.getMessage() + " " + record.getThrown());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private CapturedLog() {
    root.addHandler(handler);
  }

  public static CapturedLog start() {
    return new CapturedLog();
  }

  /** Errors, and exceptions that nobody expected. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
  }
}
