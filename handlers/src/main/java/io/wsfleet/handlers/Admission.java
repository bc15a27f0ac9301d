package io.wsfleet.handlers;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Whether a client is let into a namespace. */
public sealed interface Admission {
  /**
   * It is, and is in these rooms with this data before anything reaches it.
   *
   * @param data an object
   */
  record Accept(Value data, Set<String> rooms) implements Admission {
    public Accept {
      data = ValueConverter.requireObject(data);
      rooms = Set.copyOf(rooms);
    }

    /** The same with this data; see {@link Socket#data(Object)}. */
    public Accept data(Object object) {
      return new Accept(Value.object(object), rooms);
    }

    /** The same, and in these rooms too. */
    public Accept join(String... more) {
      Set<String> all = new HashSet<>(rooms);
      all.addAll(Set.of(more));
      return new Accept(data, all);
    }
  }

  /**
   * It is not. The client's {@code connect_error} has the message and, as {@code data}, the data.
   *
   * @param data {@link Value#NULL} for none
   */
  record Refuse(String message, Value data) implements Admission {
    public Refuse {
      ValueConverter.requireNoBinary(data);
    }
  }

  static Accept accept() {
    return new Accept(Value.EMPTY, Set.of());
  }

  static Refuse refuse(String message) {
    return new Refuse(message, Value.NULL);
  }

  static Refuse refuse(String message, @Nullable Object data) {
    return new Refuse(message, Value.of(data));
  }

  /** For a handler that need not wait. */
  default CompletionStage<Admission> now() {
    return CompletableFuture.completedFuture(this);
  }
}
