package io.wsfleet.local;

/** Why a fleet cannot be had, in a sentence for the person who asked for it. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  Refusal(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
