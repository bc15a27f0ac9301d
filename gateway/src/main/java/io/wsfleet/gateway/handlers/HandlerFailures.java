package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.handlers.NamespaceHandlers.RegisteredHandler;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.handlers.InvalidArgument;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Counts and logs the failures of handlers. It logs at most one line a second, because a client may
 * be able to cause any number of failures. Invalid arguments of clients are logged at debug level.
 */
public final class HandlerFailures {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.handlers");
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();
  private final AtomicLong mayLogAt = new AtomicLong(System.nanoTime());
  private final LongAdder unlogged = new LongAdder();

  /** Why a call of a handler failed. */
  public enum Kind {
    FAILED("failed"),
    TIMEOUT("timeout"),
    INVALID_ARGUMENT("invalid argument"),
    BUSY("busy");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Returns the label of the metric. */
    public String label() {
      return label;
    }

    static Kind of(Throwable failure) {
      if (failure instanceof InvalidArgument) {
        return INVALID_ARGUMENT;
      } else if (failure instanceof TimeoutException) {
        return TIMEOUT;
      }
      return failure instanceof HandlerExecutor.HandlerRejectedException ? BUSY : FAILED;
    }
  }

  public long count(Kind kind) {
    LongAdder count = counts.get(kind);
    return count == null ? 0 : count.sum();
  }

  Kind add(RegisteredHandler<?> handler, String namespace, Throwable failure) {
    Kind kind = Kind.of(failure);
    counts.computeIfAbsent(kind, each -> new LongAdder()).increment();
    if (kind == Kind.INVALID_ARGUMENT) {
      LOG.debugf(
          "event=handler-refused extension=%s namespace=%s handler=\"%s\" reason=\"%s\"",
          handler.extension().name(),
          LogText.safe(namespace),
          LogText.safe(handler.on()),
          LogText.safe(String.valueOf(failure.getMessage())));
    } else if (mayLog()) {
      LOG.warnf(
          "event=handler-failed extension=%s namespace=%s handler=\"%s\" kind=%s reason=\"%s\""
              + " at=\"%s\" unlogged=%d",
          handler.extension().name(),
          LogText.safe(namespace),
          LogText.safe(handler.on()),
          kind.label(),
          LogText.safe(failure.toString()),
          location(failure, handler.extension().loader()),
          unlogged.sumThenReset());
    } else {
      unlogged.increment();
    }
    return kind;
  }

  private boolean mayLog() {
    long now = System.nanoTime();
    long at = mayLogAt.get();
    return now - at >= 0 && mayLogAt.compareAndSet(at, now + PAUSE_NANOS);
  }

  /** Returns the first line of the extension in the stack trace, or nothing. */
  private static String location(Throwable failure, ClassLoader extension) {
    for (StackTraceElement element : failure.getStackTrace()) {
      if (String.valueOf(extension.getName()).equals(element.getClassLoaderName())) {
        return element.getClassName()
            + "."
            + element.getMethodName()
            + ":"
            + element.getLineNumber();
      }
    }
    return "";
  }
}
