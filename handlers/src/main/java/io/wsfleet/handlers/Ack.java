package io.wsfleet.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers. It is sent if the sender asked for an acknowledgement, and otherwise
 * forgotten.
 */
public sealed interface Ack {
  /** An acknowledgement with these arguments. */
  record Response(List<Value> arguments) implements Ack {
    public Response {
      arguments = List.copyOf(arguments);
    }
  }

  /** No acknowledgement: the sender waits until its own time is over. */
  record None() implements Ack {}

  /** Arguments are what {@link Value#of} takes; none is an acknowledgement too. */
  static Ack of(@Nullable Object... arguments) {
    List<Value> values = new ArrayList<>(arguments.length);
    for (Object argument : arguments) {
      values.add(Value.of(argument));
    }
    return new Response(values);
  }

  /** {@link #of}, for a handler that need not wait. */
  static CompletionStage<Ack> now(@Nullable Object... arguments) {
    return CompletableFuture.completedFuture(of(arguments));
  }

  /** No acknowledgement. */
  static CompletionStage<Ack> none() {
    return CompletableFuture.completedFuture(new None());
  }
}
