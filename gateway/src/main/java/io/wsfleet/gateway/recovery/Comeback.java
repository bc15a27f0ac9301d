package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.hub.Delivery;
import io.wsfleet.gateway.hub.Member;
import java.util.List;
import java.util.Set;

/** A client that says that it was here before. Exactly one of the two happens, once. */
public interface Comeback {
  /**
   * It was. Makes it a member of the hub again and sends it what it missed, before anything else.
   * Called between two messages of the bus.
   */
  Member welcome(Restored restored);

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
