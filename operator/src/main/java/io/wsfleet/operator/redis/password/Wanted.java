package io.wsfleet.operator.redis.password;

import java.util.Optional;

/** Whether what somebody wrote into the Secret can be a password everywhere that it is needed. */
public final class Wanted {

  private static final int LONGEST = 512;

  private Wanted() {}

  /** Why it cannot be one, as the end of a sentence. */
  public static Optional<String> objection(String password) {
    if (password.isEmpty()) {
      return Optional.of("is empty");
    }
    if (password.length() > LONGEST) {
      return Optional.of("has more than %d characters".formatted(LONGEST));
    }
    if (password.codePoints().anyMatch(Wanted::isNoPart)) {
      return Optional.of("has white space or control characters in it, such as a line's end");
    }
    return Optional.empty();
  }

  private static boolean isNoPart(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || character == 0xFFFD;
  }
}
