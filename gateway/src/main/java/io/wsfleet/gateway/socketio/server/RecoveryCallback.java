package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import java.util.List;
import java.util.Set;

/** A client that says that it was here before. It is restored and greeted, or refused, once. */
public interface RecoveryCallback {
  /**
   * It was. Makes it a member of the hub again, for which what it missed counts as delivered.
   * Called, with {@link #sendMissed} soon after it, between two messages of the bus.
   */
  Socket restore(RecoveredSession recoveredSession);

  /**
   * Tells it that it is connected, then what it missed, and all that before anything else. The
   * client library has what comes before it is connected wait without taking note of offsets: were
   * its connection to break then, it would get that twice.
   */
  void sendMissed(Socket socket, RecoveredSession recoveredSession);

  /** It is to be treated like anybody who comes for the first time. */
  void reject(RecoveryFailure why);

  /**
   * What it gets back.
   *
   * @param pid what it says the next time
   * @param offset of what it has already
   */
  record RecoveredSession(
      String id,
      Set<String> rooms,
      String data,
      String pid,
      String offset,
      List<Delivery> missedDeliveries) {}
}
