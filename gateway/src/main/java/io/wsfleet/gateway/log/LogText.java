package io.wsfleet.gateway.log;

import org.jspecify.annotations.Nullable;

/** Text from strangers, made fit for a log line. */
public final class LogText {
  private static final int MAX = 200;

  private LogText() {}

  /** The text in at most 200 characters. */
  public static String safe(@Nullable String text) {
    return safe(text, MAX);
  }

  /**
   * The text in at most {@code max} characters, what controls a terminal or ends a line escaped.
   */
  public static String safe(@Nullable String text, int max) {
    if (text == null) {
      return "";
    }
    StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 8);
    for (int i = 0; i < text.length() && i < max; i++) {
      char c = text.charAt(i);
      if (isHarmless(c)) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return text.length() > max ? out.append('…').toString() : out.toString();
  }

  private static boolean isHarmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
