package io.wsfleet.gateway.socketio.server;

import io.wsfleet.handlers.Value;
import java.util.Set;

/** Whether a client may join a namespace. */
public sealed interface Admission {
  Admission ACCEPTED = new Accept("{}", Set.of());

  /** There are clients in too many namespaces, as many as any client may choose. */
  Admission TOO_MANY_NAMESPACES = new Refuse("Too many namespaces", "");

  /** The same as handlers have said it. */
  static Admission of(io.wsfleet.handlers.Admission decided) {
    if (decided instanceof io.wsfleet.handlers.Admission.Accept accept) {
      boolean plain = accept.rooms().isEmpty() && accept.data().equals(Value.EMPTY);
      return plain ? ACCEPTED : new Accept(accept.data().json(), accept.rooms());
    } else if (decided instanceof io.wsfleet.handlers.Admission.Refuse refuse) {
      return new Refuse(refuse.message(), refuse.data().isNull() ? "" : refuse.data().json());
    }
    throw new IllegalStateException("an admission of an unknown kind: " + decided);
  }

  /** It may; its data (a JSON object) and its rooms are these from the start. */
  record Accept(String data, Set<String> rooms) implements Admission {}

  /** It may not; {@code data} is further JSON for the client, or empty. */
  record Refuse(String message, String data) implements Admission {}
}
