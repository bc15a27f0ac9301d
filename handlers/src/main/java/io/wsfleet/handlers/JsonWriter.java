package io.wsfleet.handlers;

import java.util.Map;

/** Writes JSON as text. */
final class JsonWriter {
  private JsonWriter() {}

  static void write(Value value, StringBuilder out) {
    if (value instanceof Value.Null) {
      out.append("null");
    } else if (value instanceof Value.Bool bool) {
      out.append(bool.bool());
    } else if (value instanceof Value.Number number) {
      out.append(number.literal());
    } else if (value instanceof Value.Text text) {
      quote(text.text(), out);
    } else if (value instanceof Value.Array array) {
      array(array, out);
    } else if (value instanceof Value.Fields object) {
      object(object, out);
    } else {
      throw new InvalidArgument("JSON", value);
    }
  }

  private static void array(Value.Array array, StringBuilder out) {
    char separator = '[';
    for (Value element : array.list()) {
      write(element, out.append(separator));
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private static void object(Value.Fields object, StringBuilder out) {
    char separator = '{';
    for (Map.Entry<String, Value> field : object.fields().entrySet()) {
      quote(field.getKey(), out.append(separator));
      write(field.getValue(), out.append(':'));
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  /** Escapes half a surrogate pair, because UTF-8 cannot encode it. */
  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || isHalf(text, i)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isHalf(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
