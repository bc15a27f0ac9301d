package io.wsfleet.gateway.socketio.server;

import java.util.Set;

/** Whether a client may join a namespace. */
public sealed interface Admission {
  Admission ACCEPTED = new Accept("{}", Set.of());

  /** There are clients in too many namespaces, as many as any client may choose. */
  Admission TOO_MANY_NAMESPACES = new Refuse("Too many namespaces", "");

  /** It may; its data (a JSON object) and its rooms are these from the start. */
  record Accept(String data, Set<String> rooms) implements Admission {}

  /** It may not; {@code data} is further JSON for the client, or empty. */
  record Refuse(String message, String data) implements Admission {}
}
