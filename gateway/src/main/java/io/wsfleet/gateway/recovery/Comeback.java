package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.List;
import java.util.Set;

/** A client that says that it was here before. It is restored and greeted, or refused, once. */
public interface Comeback {
  /**
   * It was. Makes it a member of the hub again, for which what it missed counts as delivered.
   * Called, with {@link #greet} soon after it, between two messages of the bus.
   */
  Socket restore(Restored restored);

  /**
   * Tells it that it is connected, then what it missed, and all that before anything else. The
   * client library has what comes before it is connected wait without taking note of offsets: were
   * its connection to break then, it would get that twice.
   */
  void greet(Socket socket, Restored restored);

  /** It is to be treated like anybody who comes for the first time. */
  void refuse(NotRecovered why);

  /**
   * What it gets back.
   *
   * @param pid what it says the next time
   * @param offset of what it has already
   */
  record Restored(
      String id,
      Set<String> rooms,
      String data,
      String pid,
      String offset,
      List<Delivery> missed) {}
}
