package io.wsfleet.gateway.socketio.protocol;

import java.util.regex.Pattern;

/**
 * Whether a client may use a room name. Each socket has a room of its own with its id as name; a
 * client that joins this room would receive the messages to that socket.
 */
public final class RoomName {
  private static final int MAX_LENGTH = 128;
  private static final Pattern OF_A_SOCKET = Pattern.compile("(?:/.*#)?[A-Za-z0-9_-]{20}");

  private RoomName() {}

  public static boolean isAllowed(String name) {
    return !name.isEmpty() && name.length() <= MAX_LENGTH && !OF_A_SOCKET.matcher(name).matches();
  }
}
