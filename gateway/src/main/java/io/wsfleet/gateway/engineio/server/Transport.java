package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;

/**
 * How the packets of one connection travel. What cannot leave at once waits in the connection's
 * {@link Outbox}; what comes in the transport tells the connection. Runs where its connection runs,
 * but for what says that it may be called from any thread.
 */
public interface Transport {
  /** What the query parameter {@code transport} calls it. */
  String name();

  /** Sends the packet that opens the session, before all others. */
  void open(String packet);

  /** From any thread; what one thread sends leaves in that order. */
  void send(EncodedPacket packet);

  /** Does something that sends, where what is sent is put in order. From any thread. */
  void runInSendOrder(Runnable task);

  /** Something waits in the outbox. From any thread. */
  void scheduleFlush();

  /** Whether the client takes nothing just now, so that what may be lost is. From any thread. */
  boolean isBlocked();

  /** Whether a message has come in part. */
  boolean hasPartialMessage();

  /** Says farewell as the reason wants it; nothing is sent or told afterwards. */
  void close(CloseReason reason);
}
