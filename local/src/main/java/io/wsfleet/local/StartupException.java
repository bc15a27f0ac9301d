package io.wsfleet.local;

/** A failure to start a fleet, with a message for the user. */
final class StartupException extends Exception {
  private static final long serialVersionUID = 1;

  StartupException(String sentence) {
    super(sentence);
  }

  String userMessage() {
    return String.valueOf(getMessage());
  }
}
