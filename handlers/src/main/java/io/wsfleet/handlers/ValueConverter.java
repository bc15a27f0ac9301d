package io.wsfleet.handlers;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts Java objects to values, and checks what a value contains. */
final class ValueConverter {
  private static final int MAX_DEPTH = 500;
  private static final int MAX_DIGITS = 100;

  private ValueConverter() {}

  static Value of(@Nullable Object object, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "nested deeper than " + MAX_DEPTH + "; it may contain itself");
    }
    if (object == null) {
      return Value.NULL;
    } else if (object instanceof Value value) {
      return value;
    } else if (object instanceof CharSequence || object instanceof Character) {
      return new Value.Text(object.toString());
    } else if (object instanceof Enum<?> constant) {
      return new Value.Text(constant.name());
    } else if (object instanceof Boolean bool) {
      return new Value.Bool(bool);
    } else if (object instanceof Number number) {
      return new Value.Number(number.toString());
    } else if (object instanceof byte[] bytes) {
      return new Value.Binary(bytes);
    } else if (object instanceof Map<?, ?> map) {
      return object(map, depth);
    } else if (object instanceof Iterable<?> elements) {
      return array(elements, depth);
    } else if (object.getClass().isArray()) {
      return array(elements(object), depth);
    } else if (object instanceof Record record) {
      return object(components(record), depth);
    }
    throw new IllegalArgumentException(
        object.getClass().getName() + " cannot be converted to JSON; use a map or a record");
  }

  private static Value object(Map<?, ?> map, int depth) {
    Map<String, Value> fields = new LinkedHashMap<>();
    map.forEach((name, value) -> fields.put(String.valueOf(name), of(value, depth + 1)));
    return new Value.Fields(fields);
  }

  private static Value array(Iterable<?> elements, int depth) {
    List<Value> values = new ArrayList<>();
    elements.forEach(element -> values.add(of(element, depth + 1)));
    return new Value.Array(values);
  }

  private static Iterable<@Nullable Object> elements(Object array) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(Array.get(array, i));
    }
    return elements;
  }

  private static Map<String, @Nullable Object> components(Record record) {
    Map<String, @Nullable Object> components = new LinkedHashMap<>();
    try {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        // A record may be private to the extension.
        component.getAccessor().setAccessible(true);
        components.put(component.getName(), component.getAccessor().invoke(record));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(record.getClass().getName() + " cannot be read", e);
    }
    return components;
  }

  static long integer(Value.Number number) {
    // A longer literal does not fit in a long, and its conversion is slow.
    if (number.literal().length() <= MAX_DIGITS) {
      try {
        return new BigDecimal(number.literal()).longValueExact();
      } catch (ArithmeticException | NumberFormatException notWhole) {
        throw new InvalidArgument("a whole number", number);
      }
    }
    throw new InvalidArgument("a whole number", number);
  }

  static Value requireObject(Value value) {
    if (!(value instanceof Value.Fields)) {
      throw new IllegalArgumentException(
          "the data of a socket must be an object, got " + kind(value) + "; put it into a field");
    }
    requireNoBinary(value);
    return value;
  }

  static void requireNoBinary(Value value) {
    if (value instanceof Value.Binary) {
      throw new IllegalArgumentException("binary data is not allowed here; encode it as text");
    } else if (value instanceof Value.Array array) {
      array.list().forEach(ValueConverter::requireNoBinary);
    } else if (value instanceof Value.Fields object) {
      object.fields().values().forEach(ValueConverter::requireNoBinary);
    }
  }

  static String kind(Value value) {
    if (value instanceof Value.Null) {
      return "nothing";
    } else if (value instanceof Value.Bool) {
      return "a boolean";
    } else if (value instanceof Value.Number) {
      return "a number";
    } else if (value instanceof Value.Text) {
      return "text";
    } else if (value instanceof Value.Binary) {
      return "binary data";
    } else if (value instanceof Value.Array) {
      return "an array";
    }
    return "an object";
  }
}
