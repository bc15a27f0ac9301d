package io.wsfleet.gateway.config;

/**
 * Checks numbers of the settings. A variable is named without its prefix {@code WSFLEET_}. Throws
 * an {@link IllegalArgumentException} that says which variable is wrong and what it must be.
 */
public final class SettingValidator {
  private SettingValidator() {}

  public static void port(int port, String variable) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "WSFLEET_" + variable + " is " + port + "; a port must be between 1 and 65535");
    }
  }

  public static int atLeast(int min, int value, String variable) {
    return (int) atLeast((long) min, (long) value, variable);
  }

  public static long atLeast(long min, long value, String variable) {
    if (value < min) {
      throw new IllegalArgumentException(
          "WSFLEET_" + variable + " is " + value + "; it must be at least " + min);
    }
    return value;
  }
}
