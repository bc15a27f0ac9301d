package io.wsfleet.gateway.socketio.protocol;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a packet may be sent to Socket.IO clients. socket.io-parser closes the connection
 * at a reserved event name, at more than ten attachments (from 4.2.6, 3.4.4 and 3.3.5 on), and at a
 * placeholder without an attachment. An attachment may be unused, or used by several placeholders.
 */
public final class PacketValidator {
  public static final int MAX_ATTACHMENTS = 10;

  /** Names that a Node server emits to its own listeners: {@code serverSideEmit} refuses them. */
  private static final Set<String> RESERVED_BY_SERVERS =
      Set.of("connect", "connection", "new_namespace");

  // The payloads were parsed before, with a limit; the structure is read without recursion.
  private static final JsonText JSON = new JsonText(Integer.MAX_VALUE);

  private PacketValidator() {}

  /** Returns null if clients accept the event. */
  public static @Nullable PacketViolation violation(Event event) {
    if (Event.RESERVED.contains(event.name())) {
      return PacketViolation.RESERVED_EVENT;
    }
    // Without attachments nothing is parsed.
    return event.attachments().isEmpty() ? null : attachments(event.json(), event.attachments());
  }

  /** Returns null if clients accept the payload, such as that of an acknowledgement. */
  public static @Nullable PacketViolation violation(JsonPayload payload) {
    return payload.attachments().isEmpty()
        ? null
        : attachments(payload.json(), payload.attachments());
  }

  /** Returns null if other servers accept the event for themselves. */
  public static @Nullable PacketViolation serverViolation(Event event) {
    return RESERVED_BY_SERVERS.contains(event.name())
        ? PacketViolation.RESERVED_SERVER_EVENT
        : null;
  }

  private static @Nullable PacketViolation attachments(String json, List<byte[]> attachments) {
    if (attachments.size() > MAX_ATTACHMENTS) {
      return PacketViolation.TOO_MANY_ATTACHMENTS;
    }
    return JsonStructure.of(JSON, json, attachments.size()) == null
        ? PacketViolation.UNKNOWN_ATTACHMENT
        : null;
  }
}
