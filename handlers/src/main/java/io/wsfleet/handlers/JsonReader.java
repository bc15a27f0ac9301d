package io.wsfleet.handlers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON text, strictly by RFC 8259. */
final class JsonReader {
  private static final int MAX_DEPTH = 1000;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private final String json;
  private int at;
  private int depth;

  JsonReader(String json) {
    this.json = json;
  }

  Value read() {
    Value value = value();
    if (at < json.length()) {
      throw wrong("the end");
    }
    return value;
  }

  static void requireNumber(String literal) {
    if (!NUMBER.matcher(literal).matches()) {
      throw new IllegalArgumentException(literal + " is no number in JSON");
    }
  }

  private Value value() {
    skipBlanks();
    Value value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> new Value.Text(string());
          case 't' -> word("true", new Value.Bool(true));
          case 'f' -> word("false", new Value.Bool(false));
          case 'n' -> word("null", Value.NULL);
          default -> number();
        };
    skipBlanks();
    return value;
  }

  private Value object() {
    descend();
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
    at++;
    depth--;
    return new Value.Fields(fields);
  }

  private Value array() {
    descend();
    List<Value> elements = new ArrayList<>();
    expect('[');
    skipBlanks();
    while (peek() != ']') {
      if (!elements.isEmpty()) {
        expect(',');
      }
      elements.add(value());
    }
    at++;
    depth--;
    return new Value.Array(elements);
  }

  private String string() {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      if (peek() < 0x20) {
        throw wrong("a character of a string");
      }
      char c = json.charAt(at++);
      text.append(c == '\\' ? escaped() : c);
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw wrong("an escape");
    };
  }

  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw wrong("a hexadecimal digit");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Value number() {
    Matcher matcher = NUMBER.matcher(json).region(at, json.length());
    if (!matcher.lookingAt()) {
      throw wrong("a value");
    }
    at = matcher.end();
    return new Value.Number(matcher.group());
  }

  private Value word(String word, Value value) {
    if (!json.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return value;
  }

  private void descend() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("JSON that is nested deeper than " + MAX_DEPTH);
    }
  }

  private void skipBlanks() {
    while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw wrong("'" + wanted + "'");
    }
    at++;
  }

  /** The next character; 0, which JSON has nowhere, at the end. */
  private char peek() {
    return at < json.length() ? json.charAt(at) : 0;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException("no JSON: " + expected + " was expected at " + at);
  }
}
