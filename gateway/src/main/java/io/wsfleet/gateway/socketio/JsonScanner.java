package io.wsfleet.gateway.socketio;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a JSON text once and makes nothing of it: for what every message is checked for, a
 * parser that could hand out its values costs several times as much.
 */
final class JsonScanner {
  private static final long[] LITTLE_DEPTH = {};

  private final String text;
  private final int maxDepth;
  private int at;
  // For each depth whether it is an object's: the first 64 in one number, deeper ones behind.
  private long objects;
  private long[] deeper = LITTLE_DEPTH;

  /** Values nested deeper than this are malformed. */
  JsonScanner(String text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  /** Whether it is one value that begins like this, and nothing else. */
  boolean isWhole(char first) {
    space();
    return peek() == first && value(0) && isAtEnd();
  }

  /** It as an array that is led by a name, text or a number; null if it is none. */
  JsonText.@Nullable Head head() {
    space();
    if (peek() != '[') {
      return null;
    }
    at++;
    space();
    int start = at;
    boolean quoted = peek() == '"';
    if (!(quoted ? string() : number())) {
      return null;
    }
    int end = at;
    space();
    while (peek() == ',') {
      at++;
      if (!value(1)) {
        return null;
      }
      space();
    }
    if (peek() != ']') {
      return null;
    }
    String tail = text.substring(end, at++);
    if (!isAtEnd()) {
      return null;
    }
    return new JsonText.Head(
        quoted ? unescaped(start + 1, end - 1) : text.substring(start, end), tail);
  }

  /** The text that follows on a comma; null if that is something else. */
  @Nullable String textBehindComma() {
    space();
    if (peek() != ',') {
      return null;
    }
    at++;
    space();
    int start = at;
    return peek() == '"' && string() ? unescaped(start + 1, at - 1) : null;
  }

  /** Skips a value that is within so many others. */
  private boolean value(int outside) {
    int depth = outside;
    while (true) {
      space();
      char c = peek();
      if (c == '[' || c == '{') {
        if (++depth > maxDepth) {
          return false;
        }
        at++;
        open(depth, c == '{');
        space();
        if (peek() != (c == '{' ? '}' : ']')) {
          if (c == '{' && !key()) {
            return false;
          }
          continue;
        }
        at++;
        depth--;
      } else if (!scalar(c)) {
        return false;
      }
      // A value is over, and perhaps those that it is the last of.
      boolean another = false;
      while (depth > outside && !another) {
        space();
        char next = peek();
        if (next == ',') {
          another = true;
        } else if (next == (isObject(depth) ? '}' : ']')) {
          depth--;
        } else {
          return false;
        }
        at++;
      }
      if (!another) {
        return true;
      }
      if (isObject(depth)) {
        space();
        if (!key()) {
          return false;
        }
      }
    }
  }

  private boolean scalar(char first) {
    return switch (first) {
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    };
  }

  private boolean key() {
    if (peek() != '"' || !string()) {
      return false;
    }
    space();
    return peek() == ':' && at++ >= 0;
  }

  private boolean literal(String word) {
    boolean there = text.startsWith(word, at);
    at += word.length();
    return there;
  }

  /** Skips a string, the opening quote of which is next. */
  private boolean string() {
    int length = text.length();
    for (int i = at + 1; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        at = i + 1;
        return true;
      }
      if (c < ' ') {
        return false;
      }
      if (c == '\\') {
        i = escape(i + 1);
        if (i < 0) {
          return false;
        }
      }
    }
    return false;
  }

  /** Where the escape ends whose letter is there; negative if it is none. */
  private int escape(int letter) {
    char c = letter < text.length() ? text.charAt(letter) : ' ';
    if (c != 'u') {
      return "\"\\/bfnrt".indexOf(c) < 0 ? -1 : letter;
    }
    int end = letter + 4;
    if (end >= text.length()) {
      return -1;
    }
    for (int i = letter + 1; i <= end; i++) {
      // Character.digit takes digits of other alphabets too.
      if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), 16) < 0) {
        return -1;
      }
    }
    return end;
  }

  private boolean number() {
    if (peek() == '-') {
      at++;
    }
    boolean zero = peek() == '0';
    int whole = digits();
    if (whole == 0 || (zero && whole > 1)) {
      return false;
    }
    if (peek() == '.') {
      at++;
      if (digits() == 0) {
        return false;
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      return digits() > 0;
    }
    return true;
  }

  private int digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at - start;
  }

  private void space() {
    while (true) {
      char c = peek();
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private boolean isAtEnd() {
    space();
    return at == text.length();
  }

  /** The next character; one that JSON has no place for at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void open(int depth, boolean object) {
    if (depth < Long.SIZE) {
      objects = object ? objects | 1L << depth : objects & ~(1L << depth);
      return;
    }
    int word = depth / Long.SIZE - 1;
    if (word >= deeper.length) {
      deeper = Arrays.copyOf(deeper, 2 * word + 1);
    }
    deeper[word] = object ? deeper[word] | 1L << depth : deeper[word] & ~(1L << depth);
  }

  private boolean isObject(int depth) {
    long word = depth < Long.SIZE ? objects : deeper[depth / Long.SIZE - 1];
    return (word & 1L << depth) != 0;
  }

  private String unescaped(int from, int to) {
    int backslash = text.indexOf('\\', from);
    if (backslash < 0 || backslash >= to) {
      return text.substring(from, to);
    }
    StringBuilder out = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      c = text.charAt(++i);
      if (c == 'u') {
        out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
        i += 4;
      } else {
        int plain = "bfnrt".indexOf(c);
        out.append(plain < 0 ? c : "\b\f\n\r\t".charAt(plain));
      }
    }
    return out.toString();
  }
}
