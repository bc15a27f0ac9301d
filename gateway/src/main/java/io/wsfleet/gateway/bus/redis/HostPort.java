package io.wsfleet.gateway.bus.redis;

import java.util.regex.Pattern;

/** The address of a Redis server: {@code host:port}. */
public record HostPort(String host, int port) {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");

  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, colon);
      int port = Integer.parseInt(text.substring(colon + 1));
      if (HOST.matcher(host).matches() && port > 0 && port < 65536) {
        return new HostPort(host, port);
      }
    } catch (NumberFormatException | StringIndexOutOfBoundsException notAnAddress) {
      // The exception below says what was expected.
    }
    throw new IllegalArgumentException(
        "\""
            + text
            + "\" is not host:port, like redis:6379; a host name has letters, digits, dots and"
            + " hyphens only");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
