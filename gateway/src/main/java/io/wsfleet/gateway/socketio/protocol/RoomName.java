package io.wsfleet.gateway.socketio.protocol;

import java.util.regex.Pattern;

/**
 * Which rooms a client may name. Every socket has a room of its own with its id as name; who could
 * name that one would hear what is meant for another.
 */
public final class RoomName {
  private static final int MAX_LENGTH = 128;
  private static final Pattern OF_A_SOCKET = Pattern.compile("(?:/.*#)?[A-Za-z0-9_-]{20}");

  private RoomName() {}

  public static boolean isAllowed(String name) {
    return !name.isEmpty() && name.length() <= MAX_LENGTH && !OF_A_SOCKET.matcher(name).matches();
  }
}
