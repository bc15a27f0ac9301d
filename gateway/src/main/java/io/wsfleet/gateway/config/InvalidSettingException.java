package io.wsfleet.gateway.config;

/** A setting with which a gateway cannot start; the message names it and says what it must be. */
public final class InvalidSettingException extends RuntimeException {
  public InvalidSettingException(String message) {
    super(message);
  }
}
