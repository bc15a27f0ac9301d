package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.net.EventLoopTimers;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one connection besides its heartbeat: to connect to a first namespace, and to
 * complete a message that has come in part.
 */
final class ConnectionDeadlines {
  private static final long NONE = Long.MAX_VALUE;

  private long connect;
  private long message = NONE;

  /** The connection must be connected to a namespace at this time. */
  ConnectionDeadlines(long connect) {
    this.connect = connect;
  }

  void onNamespaceConnected() {
    connect = NONE;
  }

  /**
   * Input was read.
   *
   * @param isPartial whether it ends within a message
   * @param messageMillis how long a message may take from its first part
   */
  void onInput(boolean isPartial, long messageMillis) {
    if (!isPartial) {
      message = NONE;
    } else if (message == NONE) {
      message = EventLoopTimers.now() + messageMillis;
    }
  }

  /** The earlier of the two, or {@link Long#MAX_VALUE}. */
  long earliest() {
    return Math.min(connect, message);
  }

  /** Why the connection must be closed now; null if neither deadline has passed. */
  @Nullable CloseReason expired(long now) {
    if (now >= connect) {
      return CloseReason.CONNECT_TIMEOUT;
    }
    return now >= message ? CloseReason.MESSAGE_TOO_SLOW : null;
  }
}
