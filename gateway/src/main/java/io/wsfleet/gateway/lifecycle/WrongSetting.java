package io.wsfleet.gateway.lifecycle;

/**
 * A setting that a gateway cannot start with; the message names it and says what would be right.
 */
public final class WrongSetting extends RuntimeException {
  WrongSetting(String message) {
    super(message);
  }
}
