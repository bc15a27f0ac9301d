package io.wsfleet.handlers;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The decision whether a client may connect to a namespace. */
public sealed interface Admission {
  /**
   * The client may connect. Its socket has these rooms and this data before it receives anything.
   *
   * @param data an object without binary data
   */
  record Accept(Value data, Set<String> rooms) implements Admission {
    public Accept {
      data = ValueConverter.requireObject(data);
      rooms = Set.copyOf(rooms);
    }

    /** Returns the same with this data; see {@link Socket#data(Object)}. */
    public Accept data(Object object) {
      return new Accept(Value.object(object), rooms);
    }

    /** Returns the same with more rooms. */
    public Accept join(String... more) {
      Set<String> all = new HashSet<>(rooms);
      all.addAll(Set.of(more));
      return new Accept(data, all);
    }
  }

  /**
   * The client may not connect. It gets a {@code connect_error} with the message and, as {@code
   * data}, the data.
   *
   * @param data without binary data; {@link Value#NULL} for none
   */
  record Refuse(String message, Value data) implements Admission {
    public Refuse {
      ValueConverter.requireNoBinary(data);
    }
  }

  /** Returns an admission without rooms and data. */
  static Accept accept() {
    return new Accept(Value.EMPTY, Set.of());
  }

  /** Returns a refusal without data. */
  static Refuse refuse(String message) {
    return new Refuse(message, Value.NULL);
  }

  /**
   * Returns a refusal with data.
   *
   * @param data what {@link Value#of} takes, without binary data
   * @throws IllegalArgumentException for anything else
   */
  static Refuse refuse(String message, @Nullable Object data) {
    return new Refuse(message, Value.of(data));
  }

  /** Returns a completed stage of this, for a handler that need not wait. */
  default CompletionStage<Admission> now() {
    return CompletableFuture.completedFuture(this);
  }
}
