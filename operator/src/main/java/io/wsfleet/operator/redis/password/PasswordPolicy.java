package io.wsfleet.operator.redis.password;

import java.util.Optional;

/** Whether what somebody wrote into the Secret can be a password everywhere that it is needed. */
public final class PasswordPolicy {

  private static final int MAX_LENGTH = 512;

  private PasswordPolicy() {}

  /** Why it cannot be one, as the end of a sentence. */
  public static Optional<String> violation(String password) {
    if (password.isEmpty()) {
      return Optional.of("is empty");
    }
    if (password.length() > MAX_LENGTH) {
      return Optional.of("has more than %d characters".formatted(MAX_LENGTH));
    }
    if (password.codePoints().anyMatch(PasswordPolicy::isForbidden)) {
      return Optional.of("has white space or control characters in it, such as a line's end");
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
