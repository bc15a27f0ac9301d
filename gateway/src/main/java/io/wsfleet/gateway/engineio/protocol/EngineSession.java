package io.wsfleet.gateway.engineio.protocol;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * An Engine.IO session, independent of its transport: reads packets and keeps the heartbeat.
 *
 * <ul>
 *   <li>Engine.IO 4: the server pings {@code pingInterval} after the last pong, and a pong must
 *       come within {@code pingTimeout}. The first other packet meanwhile starts this time again,
 *       once.
 *   <li>Engine.IO 3: the client pings, at the latest every {@code pingInterval + pingTimeout}.
 * </ul>
 *
 * Times are milliseconds of a monotonic clock.
 */
public final class EngineSession {
  private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n]+");
  private static final SessionAction PING = new SessionAction.Send("2");
  private static final SessionAction PONG = new SessionAction.Send("3");

  private final EngineVersion version;
  private final HeartbeatSettings heartbeat;
  private boolean awaitingPong;
  private boolean pongDeadlineExtended;
  private long deadline;

  public EngineSession(EngineVersion version, HeartbeatSettings heartbeat, long now) {
    this.version = version;
    this.heartbeat = heartbeat;
    this.deadline =
        now + (version == EngineVersion.V4 ? heartbeat.pingInterval() : heartbeat.maxSilence());
  }

  /** When {@link #onDeadline} must be called next. */
  public long deadline() {
    return deadline;
  }

  public SessionAction onText(String packet, long now) {
    if (packet.isEmpty()) {
      return new SessionAction.Close(CloseReason.PARSE_ERROR);
    }
    char type = packet.charAt(0);
    if (type != '3') {
      extendPongDeadline(now);
    }
    return switch (type) {
      case '4' -> new SessionAction.Text(packet.substring(1));
      case '2' -> onPing(packet, now);
      case '3' -> onPong(now);
      case '1' -> new SessionAction.Close(CloseReason.TRANSPORT_CLOSE);
      // The server ignores open, upgrade and noop packets of an open session.
      case '0', '5', '6' -> SessionAction.NOTHING;
      case 'b' -> onBase64(packet);
      default -> new SessionAction.Close(CloseReason.PARSE_ERROR);
    };
  }

  public SessionAction onBinary(byte[] packet, long now) {
    extendPongDeadline(now);
    if (version == EngineVersion.V4) {
      return new SessionAction.Binary(packet);
    }
    if (packet.length == 0 || packet[0] != 4) {
      return new SessionAction.Close(CloseReason.PARSE_ERROR);
    }
    return new SessionAction.Binary(Arrays.copyOfRange(packet, 1, packet.length));
  }

  public SessionAction onDeadline(long now) {
    if (now < deadline) {
      return SessionAction.NOTHING;
    }
    if (awaitingPong || version == EngineVersion.V3) {
      return new SessionAction.Close(CloseReason.PING_TIMEOUT);
    }
    awaitingPong = true;
    pongDeadlineExtended = false;
    deadline = now + heartbeat.pingTimeout();
    return PING;
  }

  /** The client has changed its transport; the heartbeat starts again. */
  public void onUpgrade(long now) {
    if (version == EngineVersion.V3) {
      deadline = now + heartbeat.maxSilence();
    } else if (awaitingPong) {
      deadline = now + heartbeat.pingTimeout();
    }
  }

  private SessionAction onPing(String packet, long now) {
    if (version == EngineVersion.V4) {
      return new SessionAction.Close(CloseReason.TRANSPORT_ERROR);
    }
    deadline = now + heartbeat.maxSilence();
    // Outside an upgrade the pong has no data, whatever the ping has.
    return PONG;
  }

  private SessionAction onPong(long now) {
    if (version == EngineVersion.V3) {
      return new SessionAction.Close(CloseReason.TRANSPORT_ERROR);
    }
    awaitingPong = false;
    deadline = now + heartbeat.pingInterval();
    return SessionAction.NOTHING;
  }

  private SessionAction onBase64(String packet) {
    int start = version == EngineVersion.V4 ? 1 : 2;
    if (version == EngineVersion.V3 && (packet.length() < 2 || packet.charAt(1) != '4')) {
      return new SessionAction.Close(CloseReason.PARSE_ERROR);
    }
    try {
      // The Java client inserts line breaks, as in MIME.
      String base64 = LINE_BREAKS.matcher(packet.substring(start)).replaceAll("");
      return new SessionAction.Binary(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return new SessionAction.Close(CloseReason.PARSE_ERROR);
    }
  }

  private void extendPongDeadline(long now) {
    if (awaitingPong && !pongDeadlineExtended) {
      pongDeadlineExtended = true;
      deadline = now + heartbeat.pingTimeout();
    }
  }
}
