package io.wsfleet.operator.redis.client;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reply to ROLE. */
final class RoleReply {

  private RoleReply() {}

  /**
   * The part of it whose change matters: of a replica its master and whether it is connected, of a
   * master its replicas. Offsets change all the time.
   */
  static String summary(Object reply) {
    if (!(reply instanceof List<?> parts) || parts.size() < 3) {
      return String.valueOf(reply);
    }
    if (parts.get(2) instanceof List<?> replicas) {
      return replicas.stream()
          .map(r -> r instanceof List<?> replica ? String.valueOf(replica.get(0)) : "")
          .sorted()
          .collect(Collectors.joining(" ", parts.get(0) + " ", ""));
    }
    boolean isConnected = parts.size() > 3 && "connected".equals(parts.get(3));
    return Stream.of(parts.get(0), parts.get(1), parts.get(2), isConnected)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
