package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.net.EventLoopTimers;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client shall reconnect at once and lose nothing that it sends:
 *
 * <ol>
 *   <li>It waits for a moment in which nothing is unanswered in either direction and the client has
 *       been silent for a while, but only for a limited time.
 *   <li>It ends the output as a connection ends that breaks: without a close frame and without a
 *       close packet. To some client libraries both mean that the server does not want them back.
 *   <li>What the client has sent before it noticed is still carried out. When the client closes its
 *       side, or after a short time, the connection is closed.
 * </ol>
 *
 * <p>Runs on the event loop of the connection.
 */
final class GracefulClose {
  private static final long CHECK_MILLIS = 10;
  private static final long SILENCE_MILLIS = 50;

  /** How long input is read after the output has ended. */
  static final long LINGER_MILLIS = 500;

  private final Connection connection;
  private final ConnectionContext context;
  private final CloseReason reason;
  private final long deadline;
  private boolean hasEndedOutput;

  GracefulClose(Connection connection, ConnectionContext context, CloseReason reason) {
    this.connection = connection;
    this.context = context;
    this.reason = reason;
    this.deadline = EventLoopTimers.now() + context.settings().timeouts().idleMillis();
  }

  void endWhenIdle() {
    if (connection.isClosed() || hasEndedOutput) {
      return;
    }
    long now = EventLoopTimers.now();
    boolean idle = connection.isIdle(now - SILENCE_MILLIS);
    if (!idle && now < deadline) {
      connection.scheduleAfter(CHECK_MILLIS, this::endWhenIdle);
      return;
    }
    if (!idle) {
      context.counters().closedUnanswered.increment();
    }
    hasEndedOutput = true;
    // After the acknowledgements that were submitted by other threads.
    connection.transport().runInSendOrder(() -> connection.transport().endOutput());
    connection.scheduleAfter(LINGER_MILLIS, () -> connection.close(reason));
  }

  /** Why a connection is closed: a client that closes it then only follows. */
  static CloseReason reason(@Nullable GracefulClose running, CloseReason cause) {
    return running != null && running.hasEndedOutput && cause == CloseReason.TRANSPORT_CLOSE
        ? running.reason
        : cause;
  }
}
