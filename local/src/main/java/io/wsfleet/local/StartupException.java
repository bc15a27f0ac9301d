package io.wsfleet.local;

/** Why a fleet cannot be had, in a sentence for the person who asked for it. */
final class StartupException extends Exception {
  private static final long serialVersionUID = 1;

  StartupException(String sentence) {
    super(sentence);
  }

  String userMessage() {
    return String.valueOf(getMessage());
  }
}
