package io.wsfleet.handlers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses JSON text, strictly by RFC 8259. */
final class JsonReader {
  private static final int MAX_DEPTH = 1000;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private final String json;
  private int position;
  private int depth;

  JsonReader(String json) {
    this.json = json;
  }

  Value read() {
    Value value = value();
    if (position < json.length()) {
      throw syntaxError("the end");
    }
    return value;
  }

  static void requireNumber(String literal) {
    if (!NUMBER.matcher(literal).matches()) {
      throw new IllegalArgumentException(literal + " is not a JSON number");
    }
  }

  private Value value() {
    skipBlanks();
    Value value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> new Value.Text(string());
          case 't' -> literal("true", new Value.Bool(true));
          case 'f' -> literal("false", new Value.Bool(false));
          case 'n' -> literal("null", Value.NULL);
          default -> number();
        };
    skipBlanks();
    return value;
  }

  private Value object() {
    enterNesting();
    Map<String, Value> fields = new LinkedHashMap<>();
    expect('{');
    skipBlanks();
    while (peek() != '}') {
      if (!fields.isEmpty()) {
        expect(',');
        skipBlanks();
      }
      String name = string();
      skipBlanks();
      expect(':');
      fields.put(name, value());
    }
    position++;
    depth--;
    return new Value.Fields(fields);
  }

  private Value array() {
    enterNesting();
    List<Value> elements = new ArrayList<>();
    expect('[');
    skipBlanks();
    while (peek() != ']') {
      if (!elements.isEmpty()) {
        expect(',');
      }
      elements.add(value());
    }
    position++;
    depth--;
    return new Value.Array(elements);
  }

  private String string() {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      if (peek() < 0x20) {
        throw syntaxError("a character of a string");
      }
      char c = json.charAt(position++);
      text.append(c == '\\' ? escaped() : c);
    }
    position++;
    return text.toString();
  }

  private char escaped() {
    char c = peek();
    position++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw syntaxError("an escape sequence");
    };
  }

  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++, position++) {
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw syntaxError("a hexadecimal digit");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Value number() {
    Matcher matcher = NUMBER.matcher(json).region(position, json.length());
    if (!matcher.lookingAt()) {
      throw syntaxError("a value");
    }
    position = matcher.end();
    return new Value.Number(matcher.group());
  }

  private Value literal(String word, Value value) {
    if (!json.startsWith(word, position)) {
      throw syntaxError("a value");
    }
    position += word.length();
    return value;
  }

  private void enterNesting() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("JSON is nested deeper than " + MAX_DEPTH);
    }
  }

  private void skipBlanks() {
    while (position < json.length() && " \t\n\r".indexOf(json.charAt(position)) >= 0) {
      position++;
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw syntaxError("'" + wanted + "'");
    }
    position++;
  }

  /** Returns the next character, or 0 at the end: JSON text never contains 0. */
  private char peek() {
    return position < json.length() ? json.charAt(position) : 0;
  }

  private IllegalArgumentException syntaxError(String expected) {
    return new IllegalArgumentException("not JSON: expected " + expected + " at " + position);
  }
}
