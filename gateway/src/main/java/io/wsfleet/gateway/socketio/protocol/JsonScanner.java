package io.wsfleet.gateway.socketio.protocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks a JSON text in one pass without making values of it. Each message is checked; a parser
 * that can return values costs several times as much.
 */
final class JsonScanner {
  private static final long[] SHALLOW = {};

  private final String text;
  private final int maxDepth;
  private int at;
  // Whether each level is an object: the first 64 levels in one number, deeper ones in an array.
  private long objectBits;
  private long[] deepObjectBits = SHALLOW;

  /** A deeper nesting is malformed. */
  JsonScanner(String text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  /** Whether the text is one value that starts with this character, and nothing else. */
  boolean isSingleValue(char first) {
    skipSpace();
    return peek() == first && skipValue(0) && isAtEnd();
  }

  /** The text as an array that starts with a name, a string or a number; null if it is not one. */
  JsonText.@Nullable EventHead eventHead() {
    skipSpace();
    if (peek() != '[') {
      return null;
    }
    at++;
    skipSpace();
    int start = at;
    boolean quoted = peek() == '"';
    if (!(quoted ? skipString() : skipNumber())) {
      return null;
    }
    int end = at;
    skipSpace();
    while (peek() == ',') {
      at++;
      if (!skipValue(1)) {
        return null;
      }
      skipSpace();
    }
    if (peek() != ']') {
      return null;
    }
    String tail = text.substring(end, at++);
    if (!isAtEnd()) {
      return null;
    }
    return new JsonText.EventHead(
        quoted ? unescape(start + 1, end - 1) : text.substring(start, end), tail);
  }

  /** The text after the next comma; null if there is something else. */
  @Nullable String textAfterComma() {
    skipSpace();
    if (peek() != ',') {
      return null;
    }
    at++;
    skipSpace();
    int start = at;
    return peek() == '"' && skipString() ? unescape(start + 1, at - 1) : null;
  }

  /** Skips a value at this depth. */
  private boolean skipValue(int outside) {
    int depth = outside;
    while (true) {
      skipSpace();
      char c = peek();
      if (c == '[' || c == '{') {
        if (++depth > maxDepth) {
          return false;
        }
        at++;
        markOpen(depth, c == '{');
        skipSpace();
        if (peek() != (c == '{' ? '}' : ']')) {
          if (c == '{' && !skipKey()) {
            return false;
          }
          continue;
        }
        at++;
        depth--;
      } else if (!skipScalar(c)) {
        return false;
      }
      // A value has ended, and perhaps the arrays and objects whose last value it is.
      boolean another = false;
      while (depth > outside && !another) {
        skipSpace();
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
        skipSpace();
        if (!skipKey()) {
          return false;
        }
      }
    }
  }

  private boolean skipScalar(char first) {
    return switch (first) {
      case '"' -> skipString();
      case 't' -> skipLiteral("true");
      case 'f' -> skipLiteral("false");
      case 'n' -> skipLiteral("null");
      default -> skipNumber();
    };
  }

  private boolean skipKey() {
    if (peek() != '"' || !skipString()) {
      return false;
    }
    skipSpace();
    return peek() == ':' && at++ >= 0;
  }

  private boolean skipLiteral(String word) {
    boolean there = text.startsWith(word, at);
    at += word.length();
    return there;
  }

  /** Skips a string from its opening quote. */
  private boolean skipString() {
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
        i = skipEscape(i + 1);
        if (i < 0) {
          return false;
        }
      }
    }
    return false;
  }

  /** The end of the escape with this letter; negative if there is no such escape. */
  private int skipEscape(int letter) {
    char c = letter < text.length() ? text.charAt(letter) : ' ';
    if (c != 'u') {
      return "\"\\/bfnrt".indexOf(c) < 0 ? -1 : letter;
    }
    int end = letter + 4;
    if (end >= text.length()) {
      return -1;
    }
    for (int i = letter + 1; i <= end; i++) {
      // Character.digit accepts digits of other scripts too.
      if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), 16) < 0) {
        return -1;
      }
    }
    return end;
  }

  private boolean skipNumber() {
    if (peek() == '-') {
      at++;
    }
    boolean zero = peek() == '0';
    int whole = skipDigits();
    if (whole == 0 || (zero && whole > 1)) {
      return false;
    }
    if (peek() == '.') {
      at++;
      if (skipDigits() == 0) {
        return false;
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      return skipDigits() > 0;
    }
    return true;
  }

  private int skipDigits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at - start;
  }

  private void skipSpace() {
    while (true) {
      char c = peek();
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private boolean isAtEnd() {
    skipSpace();
    return at == text.length();
  }

  /** The next character; at the end one that JSON does not allow. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void markOpen(int depth, boolean object) {
    if (depth < Long.SIZE) {
      objectBits = object ? objectBits | 1L << depth : objectBits & ~(1L << depth);
      return;
    }
    int word = depth / Long.SIZE - 1;
    if (word >= deepObjectBits.length) {
      deepObjectBits = Arrays.copyOf(deepObjectBits, 2 * word + 1);
    }
    deepObjectBits[word] =
        object ? deepObjectBits[word] | 1L << depth : deepObjectBits[word] & ~(1L << depth);
  }

  private boolean isObject(int depth) {
    long word = depth < Long.SIZE ? objectBits : deepObjectBits[depth / Long.SIZE - 1];
    return (word & 1L << depth) != 0;
  }

  private String unescape(int from, int to) {
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
