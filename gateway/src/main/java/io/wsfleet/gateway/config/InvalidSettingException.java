package io.wsfleet.gateway.config;

/**
 * A setting that a gateway cannot start with; the message names it and says what would be right.
 */
public final class InvalidSettingException extends RuntimeException {
  public InvalidSettingException(String message) {
    super(message);
  }
}
