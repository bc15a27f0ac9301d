package io.wsfleet.handlers;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An argument of an event: JSON, binary data, or JSON with binary data in it. It is immutable.
 *
 * <p>{@link #text}, {@link #integer}, {@link #number}, {@link #bool}, {@link #bytes}, {@link #list}
 * and {@link #fields} read it as this type, and throw {@link InvalidArgument} if it has another
 * type. The gateway then treats the call as an error of the client, not of the handler.
 */
public sealed interface Value {
  /** JSON's null; also what {@link #get} returns if the part does not exist. */
  Value NULL = new Null();

  /** An object without fields. */
  Value EMPTY = new Fields(Map.of());

  /**
   * Converts null, text, a number, a boolean, an enum, {@code byte[]}, another array, a collection,
   * a map, a record or a value. A record becomes an object with its components as fields.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Value of(@Nullable Object object) {
    return ValueConverter.of(object, 0);
  }

  /**
   * Converts to an object without binary data, as the data of a socket must be.
   *
   * @throws IllegalArgumentException if the result is not such an object
   */
  static Value object(Object object) {
    return ValueConverter.requireObject(of(object));
  }

  /**
   * Parses JSON text.
   *
   * @throws IllegalArgumentException if it is not valid JSON
   */
  static Value parse(String json) {
    return new JsonReader(json).read();
  }

  /** Returns the element, or {@link #NULL} if there is none or this is not an array. */
  default Value get(int index) {
    return NULL;
  }

  /** Returns the field, or {@link #NULL} if there is none or this is not an object. */
  default Value get(String field) {
    return NULL;
  }

  /** Whether it is null, or a part that does not exist. */
  default boolean isNull() {
    return false;
  }

  default String text() {
    throw new InvalidArgument("text", this);
  }

  /** Returns a whole number. {@code 1.0} and {@code 1e3} are whole too. */
  default long integer() {
    throw new InvalidArgument("a whole number", this);
  }

  default double number() {
    throw new InvalidArgument("a number", this);
  }

  default boolean bool() {
    throw new InvalidArgument("a boolean", this);
  }

  /** Returns the bytes, not a copy: do not change them. */
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
   * Returns JSON text, for a library.
   *
   * @throws InvalidArgument if it contains binary data
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

  /** JSON's boolean. */
  record Bool(boolean bool) implements Value {}

  /** A number as it is written in the JSON, without loss of precision. */
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

  /** JSON's object; its fields keep their order. */
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
