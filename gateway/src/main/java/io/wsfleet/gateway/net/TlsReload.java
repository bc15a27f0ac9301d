package io.wsfleet.gateway.net;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.log.LogText;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks the TLS files every two seconds and reloads {@link Credentials} when they have changed.
 * Open connections stay open. Files that cannot be used change nothing.
 */
public final class TlsReload {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.gateway");
  private static final long CHECK_MILLIS = 2000;

  private final Vertx vertx;
  private final TlsFolder folder;
  private final Credentials credentials;
  private TlsFolder.Content current;
  private @Nullable String lastError;
  private long timer;

  public TlsReload(
      Vertx vertx, TlsFolder folder, Credentials credentials, TlsFolder.Content current) {
    this.vertx = vertx;
    this.folder = folder;
    this.credentials = credentials;
    this.current = current;
  }

  public void start() {
    timer =
        vertx.setPeriodic(
            CHECK_MILLIS,
            id -> {
              Future<Void> unused = vertx.executeBlocking(check());
            });
  }

  public void close() {
    vertx.cancelTimer(timer);
  }

  private Callable<Void> check() {
    return () -> {
      checkNow();
      return null;
    };
  }

  private synchronized void checkNow() {
    try {
      TlsFolder.Content now = folder.read();
      if (now.equals(current)) {
        return;
      }
      credentials.reload(now);
      current = now;
      LOG.info("event=tls-reloaded");
      lastError = null;
    } catch (RuntimeException unusable) {
      logOnce(unusable);
    }
  }

  /** Logs a failure once, not at each check. */
  private synchronized void logOnce(Throwable unusable) {
    String why = LogText.safe(String.valueOf(unusable.getMessage()));
    if (!why.equals(lastError)) {
      LOG.warnf(
          "event=tls-reload-failed reason=\"%s\"; the previous certificates stay in use", why);
    }
    lastError = why;
  }
}
