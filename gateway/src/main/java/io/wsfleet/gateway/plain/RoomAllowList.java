package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.socketio.protocol.RoomName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rooms that plain clients may use: names, or patterns in which {@code *} stands for any
 * characters. They never include the own room of a socket.
 */
public record RoomAllowList(List<Pattern> patterns) {

  public static RoomAllowList of(List<String> globs) {
    return new RoomAllowList(globs.stream().map(RoomAllowList::pattern).toList());
  }

  boolean allows(String room) {
    return RoomName.isAllowed(room)
        && patterns.stream().anyMatch(pattern -> pattern.matcher(room).matches());
  }

  private static Pattern pattern(String glob) {
    // Without the mark at the end, splitting would drop a star there.
    String regex =
        Pattern.compile("\\*")
            .splitAsStream(glob + "\0")
            .map(part -> Pattern.quote(part.replace("\0", "")))
            .collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.DOTALL);
  }
}
