package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;

/**
 * The transport of one connection. Packets that cannot be sent at once are queued in the
 * connection's {@link Outbox}; the transport gives what comes to the connection. It runs on the
 * event loop of its connection; methods that any thread may call say so.
 */
public interface Transport {
  /** The value of the query parameter {@code transport}. */
  String name();

  /** Sends the open packet, before all others. */
  void open(String packet);

  /** From any thread; packets of one thread are sent in order. */
  void send(EncodedPacket packet);

  /** Runs a task that sends, in the order of sending; the outbox keeps it. From any thread. */
  default void runInSendOrder(Runnable task) {
    task.run();
  }

  /** The outbox is not empty. From any thread. */
  void scheduleFlush();

  /**
   * Whether the client does not read now, so that volatile packets are dropped. From any thread.
   */
  boolean isBlocked();

  /** Whether a message is incomplete. */
  default boolean hasPartialMessage() {
    return false;
  }

  /** Whether nothing is on its way in either direction, as far as is known here. */
  boolean isIdle();

  /**
   * Ends the output as if the connection had broken, so that the client reconnects at once. What it
   * has sent until then is still received.
   */
  void endOutput();

  /** Closes the transport as the reason requires; nothing is sent or reported afterwards. */
  void close(CloseReason reason);
}
