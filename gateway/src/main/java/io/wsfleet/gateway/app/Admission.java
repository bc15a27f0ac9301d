package io.wsfleet.gateway.app;

import io.wsfleet.handlers.Value;
import java.util.Set;

/** Whether a client may join a namespace. */
public sealed interface Admission {
  Admission WELCOME = new Accept("{}", Set.of());

  /** There are clients in too many namespaces, as many as any client may choose. */
  Admission FULL = new Refuse("Too many namespaces", "");

  /** The same as handlers have said it. */
  static Admission of(io.wsfleet.handlers.Admission said) {
    if (said instanceof io.wsfleet.handlers.Admission.Accept accept) {
      boolean plain = accept.rooms().isEmpty() && accept.data().equals(Value.EMPTY);
      return plain ? WELCOME : new Accept(accept.data().json(), accept.rooms());
    } else if (said instanceof io.wsfleet.handlers.Admission.Refuse refuse) {
      return new Refuse(refuse.message(), refuse.data().isNull() ? "" : refuse.data().json());
    }
    throw new IllegalStateException("an admission of an unknown kind: " + said);
  }

  /** It may; its data (a JSON object) and its rooms are these from the start. */
  record Accept(String data, Set<String> rooms) implements Admission {}

  /** It may not; {@code data} is further JSON for the client, or empty. */
  record Refuse(String message, String data) implements Admission {}
}
