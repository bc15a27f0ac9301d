package io.wsfleet.operator.redis.password;

import java.util.Optional;

/** Decides whether the text of the Secret is a valid password for everything that uses it. */
public final class PasswordPolicy {

  private static final int MAX_LENGTH = 512;

  private PasswordPolicy() {}

  /** Why it is not valid, as the end of a sentence. */
  public static Optional<String> violation(String password) {
    if (password.isEmpty()) {
      return Optional.of("is empty");
    }
    if (password.length() > MAX_LENGTH) {
      return Optional.of("has more than %d characters".formatted(MAX_LENGTH));
    }
    if (password.codePoints().anyMatch(PasswordPolicy::isForbidden)) {
      return Optional.of("has white space or control characters, such as a line break");
    }
    return Optional.empty();
  }

  private static boolean isForbidden(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || character == 0xFFFD;
  }
}
