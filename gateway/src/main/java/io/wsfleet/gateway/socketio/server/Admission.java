package io.wsfleet.gateway.socketio.server;

import java.util.Set;

/** Whether a client may connect to a namespace. */
public sealed interface Admission {
  Admission ACCEPTED = new Accept("{}", Set.of());

  /** Refused: the bus subscribes to as many namespaces as it may. */
  Admission TOO_MANY_NAMESPACES = new Refuse("Too many namespaces", "");

  /** The client is accepted, with this data (a JSON object) and these rooms. */
  record Accept(String data, Set<String> rooms) implements Admission {}

  /** The client is refused; {@code data} is further JSON for it, or empty. */
  record Refuse(String message, String data) implements Admission {}
}
