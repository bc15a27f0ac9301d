package io.wsfleet.gateway.lifecycle;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.tls.Credentials;
import io.wsfleet.gateway.tls.TlsFolder;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the files every two seconds, and has a new content taken over. Connections that are
 * there live on. What cannot be used changes nothing.
 */
final class TlsRenewal {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.gateway");
  private static final long LOOK_MILLIS = 2000;

  private final Vertx vertx;
  private final TlsFolder folder;
  private final Credentials credentials;
  private TlsFolder.Content current;
  private @Nullable String trouble;
  private long timer;

  TlsRenewal(Vertx vertx, TlsFolder folder, Credentials credentials, TlsFolder.Content current) {
    this.vertx = vertx;
    this.folder = folder;
    this.credentials = credentials;
    this.current = current;
  }

  void start() {
    timer =
        vertx.setPeriodic(
            LOOK_MILLIS,
            id -> {
              Future<Void> unused = vertx.executeBlocking(look());
            });
  }

  void close() {
    vertx.cancelTimer(timer);
  }

  private Callable<Void> look() {
    return () -> {
      lookNow();
      return null;
    };
  }

  private synchronized void lookNow() {
    try {
      TlsFolder.Content now = folder.read();
      if (now.equals(current)) {
        return;
      }
      credentials.renew(now);
      current = now;
      LOG.info("event=tls-renewed");
      trouble = null;
    } catch (RuntimeException unusable) {
      say(unusable);
    }
  }

  /** Once, however often it is looked at. */
  private synchronized void say(Throwable unusable) {
    String why = LogText.safe(String.valueOf(unusable.getMessage()));
    if (!why.equals(trouble)) {
      LOG.warnf("event=tls-not-renewed reason=\"%s\"; what was there is used on", why);
    }
    trouble = why;
  }
}
