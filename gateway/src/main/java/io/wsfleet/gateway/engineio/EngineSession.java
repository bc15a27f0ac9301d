package io.wsfleet.gateway.engineio;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * One client's session, on whatever transport: reads packets and keeps the heartbeat.
 *
 * <ul>
 *   <li>Engine.IO 4: we ping {@code pingInterval} after the last pong, and a pong must come within
 *       {@code pingTimeout}. The first other packet meanwhile starts that time anew, once.
 *   <li>Engine.IO 3: the client pings, at the latest every {@code pingInterval + pingTimeout}.
 * </ul>
 *
 * Times are milliseconds of any clock that never goes back.
 */
public final class EngineSession {
  private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n]+");
  private static final Reaction PING = new Reaction.Send("2");
  private static final Reaction PONG = new Reaction.Send("3");

  private final EngineVersion version;
  private final Timing timing;
  private boolean awaitingPong;
  private boolean extended;
  private long deadline;

  public EngineSession(EngineVersion version, Timing timing, long now) {
    this.version = version;
    this.timing = timing;
    this.deadline = now + (version == EngineVersion.V4 ? timing.pingInterval() : timing.silence());
  }

  /** When {@link #onTime} wants to be called next. */
  public long deadline() {
    return deadline;
  }

  public Reaction onText(String frame, long now) {
    if (frame.isEmpty()) {
      return new Reaction.Close(CloseReason.PARSE_ERROR);
    }
    char type = frame.charAt(0);
    if (type != '3') {
      noticeLife(now);
    }
    return switch (type) {
      case '4' -> new Reaction.Text(frame.substring(1));
      case '2' -> onPing(frame, now);
      case '3' -> onPong(now);
      case '1' -> new Reaction.Close(CloseReason.TRANSPORT_CLOSE);
      // Open, upgrade and noop mean nothing from a client whose session is open.
      case '0', '5', '6' -> Reaction.NOTHING;
      case 'b' -> onBase64(frame);
      default -> new Reaction.Close(CloseReason.PARSE_ERROR);
    };
  }

  public Reaction onBinary(byte[] frame, long now) {
    noticeLife(now);
    if (version == EngineVersion.V4) {
      return new Reaction.Binary(frame);
    }
    if (frame.length == 0 || frame[0] != 4) {
      return new Reaction.Close(CloseReason.PARSE_ERROR);
    }
    return new Reaction.Binary(Arrays.copyOfRange(frame, 1, frame.length));
  }

  public Reaction onTime(long now) {
    if (now < deadline) {
      return Reaction.NOTHING;
    }
    if (awaitingPong || version == EngineVersion.V3) {
      return new Reaction.Close(CloseReason.PING_TIMEOUT);
    }
    awaitingPong = true;
    extended = false;
    deadline = now + timing.pingTimeout();
    return PING;
  }

  /** The client has changed to another transport, on which its heartbeat starts anew. */
  public void onUpgrade(long now) {
    if (version == EngineVersion.V3) {
      deadline = now + timing.silence();
    } else if (awaitingPong) {
      deadline = now + timing.pingTimeout();
    }
  }

  private Reaction onPing(String frame, long now) {
    if (version == EngineVersion.V4) {
      return new Reaction.Close(CloseReason.TRANSPORT_ERROR);
    }
    deadline = now + timing.silence();
    // Outside of an upgrade the answer carries no data, whatever the ping carried.
    return PONG;
  }

  private Reaction onPong(long now) {
    if (version == EngineVersion.V3) {
      return new Reaction.Close(CloseReason.TRANSPORT_ERROR);
    }
    awaitingPong = false;
    deadline = now + timing.pingInterval();
    return Reaction.NOTHING;
  }

  private Reaction onBase64(String frame) {
    int start = version == EngineVersion.V4 ? 1 : 2;
    if (version == EngineVersion.V3 && (frame.length() < 2 || frame.charAt(1) != '4')) {
      return new Reaction.Close(CloseReason.PARSE_ERROR);
    }
    try {
      // The Java client breaks its lines, as in mails.
      String base64 = LINE_BREAKS.matcher(frame.substring(start)).replaceAll("");
      return new Reaction.Binary(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return new Reaction.Close(CloseReason.PARSE_ERROR);
    }
  }

  private void noticeLife(long now) {
    if (awaitingPong && !extended) {
      extended = true;
      deadline = now + timing.pingTimeout();
    }
  }
}
