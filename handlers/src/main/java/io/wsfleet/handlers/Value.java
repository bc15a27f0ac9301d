package io.wsfleet.handlers;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An argument of an event: JSON, or binary data, or JSON with binary data in it. The methods read
 * it as what a handler expects; where it is something else, they throw {@link InvalidArgument},
 * which ends the handler as the client's mistake and not as a failure.
 */
public sealed interface Value {
  Value NULL = new Null();

  /** An object without fields. */
  Value EMPTY = new Fields(Map.of());

  /**
   * A value for null, text, a number, a boolean, an enum, {@code byte[]}, another array, a
   * collection, a map, a record or a value. A record becomes an object with its components.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Value of(@Nullable Object object) {
    return ValueConverter.of(object, 0);
  }

  /**
   * The same for what must be an object without binary data, as a socket's data is.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static Value object(Object object) {
    return ValueConverter.requireObject(of(object));
  }

  /**
   * Reads JSON.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Value parse(String json) {
    return new JsonReader(json).read();
  }

  /** The element; {@link #NULL} if there is none or this is no array. */
  default Value get(int index) {
    return NULL;
  }

  /** The field; {@link #NULL} if there is none or this is no object. */
  default Value get(String field) {
    return NULL;
  }

  /** Whether it is null, or was not there at all. */
  default boolean isNull() {
    return false;
  }

  default String text() {
    throw new InvalidArgument("text", this);
  }

  /** The whole number that it is; also {@code 1.0} and {@code 1e3} are whole. */
  default long integer() {
    throw new InvalidArgument("a whole number", this);
  }

  default double number() {
    throw new InvalidArgument("a number", this);
  }

  default boolean bool() {
    throw new InvalidArgument("true or false", this);
  }

  /** Not a copy: it is not to be changed. */
  default byte[] bytes() {
    throw new InvalidArgument("binary data", this);
  }

  default List<Value> list() {
    throw new InvalidArgument("an array", this);
  }

  default Map<String, Value> fields() {
    throw new InvalidArgument("an object", this);
  }

  /**
   * As JSON text, for a library to read.
   *
   * @throws InvalidArgument if there is binary data in it
   */
  default String json() {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(this, out);
    return out.toString();
  }

  /** JSON's null. */
  record Null() implements Value {
    @Override
    public boolean isNull() {
      return true;
    }
  }

  /** JSON's true and false. */
  record Bool(boolean bool) implements Value {}

  /** A number as it stands in the JSON, so that nothing of it is lost. */
  record Number(String literal) implements Value {
    public Number {
      JsonReader.requireNumber(literal);
    }

    @Override
    public long integer() {
      return ValueConverter.integer(this);
    }

    @Override
    public double number() {
      return Double.parseDouble(literal);
    }
  }

  /** JSON's string. */
  record Text(String text) implements Value {}

  /** Binary data. */
  record Binary(byte[] bytes) implements Value {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Binary[" + bytes.length + " bytes]";
    }
  }

  /** JSON's array. */
  record Array(List<Value> list) implements Value {
    public Array {
      list = List.copyOf(list);
    }

    @Override
    public Value get(int index) {
      return index >= 0 && index < list.size() ? list.get(index) : NULL;
    }
  }

  /** JSON's object, its fields in their order. */
  record Fields(Map<String, Value> fields) implements Value {
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public Value get(String field) {
      Value value = fields.get(field);
      return value == null ? NULL : value;
    }
  }
}
