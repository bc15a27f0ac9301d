package io.wsfleet.gateway.log;

import org.jspecify.annotations.Nullable;

/** Makes text from clients safe for a log line. */
public final class LogText {
  private static final int MAX = 200;

  private LogText() {}

  /** At most 200 characters of the text. */
  public static String safe(@Nullable String text) {
    return safe(text, MAX);
  }

  /** At most {@code max} characters of the text; control characters and line ends are escaped. */
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
