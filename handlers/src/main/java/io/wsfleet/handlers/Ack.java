package io.wsfleet.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement of an event. The gateway sends it if the sender asked for one, and otherwise
 * ignores it.
 */
public sealed interface Ack {
  /** An acknowledgement with these arguments. */
  record Response(List<Value> arguments) implements Ack {
    public Response {
      arguments = List.copyOf(arguments);
    }
  }

  /** No acknowledgement: the sender waits until its own timeout. */
  record None() implements Ack {}

  /**
   * Returns an acknowledgement. Without arguments it is still an acknowledgement.
   *
   * @param arguments what {@link Value#of} takes
   * @throws IllegalArgumentException for anything else
   */
  static Ack of(@Nullable Object... arguments) {
    List<Value> values = new ArrayList<>(arguments.length);
    for (Object argument : arguments) {
      values.add(Value.of(argument));
    }
    return new Response(values);
  }

  /** Returns the completed stage of {@link #of}, for a handler that need not wait. */
  static CompletionStage<Ack> now(@Nullable Object... arguments) {
    return CompletableFuture.completedFuture(of(arguments));
  }

  /** Returns the completed stage of {@link None}. */
  static CompletionStage<Ack> none() {
    return CompletableFuture.completedFuture(new None());
  }
}
