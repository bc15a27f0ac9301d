package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.CloseReason;

/**
 * How the packets of one connection travel. It takes them from the connection's {@link Outbox};
 * what comes in it tells the connection. Runs where its connection runs, but for what says that it
 * may be called from any thread.
 */
interface Transport {
  /** What the query parameter {@code transport} calls it. */
  String name();

  /** Sends the packet that opens the session, before all others. */
  void open(String packet);

  /** Something waits in the outbox. From any thread. */
  void wake();

  /** Whether the client takes nothing just now, so that what may be lost is. From any thread. */
  boolean isBlocked();

  /** Whether a message has come in part. */
  boolean isIncomplete();

  /** Says farewell as the reason wants it; nothing is sent or told afterwards. */
  void close(CloseReason reason);
}
