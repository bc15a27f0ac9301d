package io.wsfleet.local;

import java.util.regex.Pattern;

/** Quotes words of commands that a user copies into a shell. */
final class ShellQuoting {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");

  private ShellQuoting() {}

  static String quote(String word) {
    return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
