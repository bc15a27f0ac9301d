package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Restores the socket of a recovered session, or rejects or postpones the request to recover. */
public interface RecoveryCallback {
  /**
   * Adds the socket to the hub again; the missed deliveries count as delivered. Called, with {@link
   * #sendMissed} soon after it, between two messages of the bus.
   */
  Socket restore(RecoveredSession recoveredSession);

  /**
   * Sends the CONNECT packet and then the missed deliveries, before anything else. The client
   * library queues events before CONNECT without noting their offsets: if the connection broke
   * then, the client would get them twice.
   */
  void sendMissed(Socket socket, RecoveredSession recoveredSession);

  /** The client gets a new session. */
  void reject(RecoveryFailure why);

  /** The client gets no answer: its connection ends so that it comes again with its offset. */
  void postpone();

  /** Whether the connection is closed, so that nobody waits for the result. */
  boolean isClosed();

  /** After {@link #sendMissed}: the offset of the first delivery that waits; null if none does. */
  @Nullable String firstUnsent();

  /** The client reads so slowly that what waits for it is not kept any more. */
  void cutReplay();

  /**
   * A recovered session.
   *
   * @param pid the secret id for the next recovery
   * @param offset the offset up to which the client has received
   * @param maxReplayBytes how much may wait for the client, with what comes meanwhile
   */
  record RecoveredSession(
      String id,
      Set<String> rooms,
      String data,
      String pid,
      String offset,
      List<Delivery> missedDeliveries,
      long maxReplayBytes,
      ReplayCounters replayCounters) {}
}
