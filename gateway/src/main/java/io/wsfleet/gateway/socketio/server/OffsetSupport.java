package io.wsfleet.gateway.socketio.server;

import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.engineio.server.Handshake;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client can use the offsets of connection state recovery. An offset is one more argument
 * of each event. The JavaScript library expects it; the handlers of an application with another
 * library do not. The library says nothing about it when it connects first, so it is recognized:
 *
 * <ol>
 *   <li>Who sends an offset has got one before, and goes on.
 *   <li>The query has {@code EIO} before {@code transport}. Python and Swift have it the other way
 *       round.
 *   <li>The {@code User-Agent} is one of a browser or of a JavaScript runtime. In Node the
 *       websocket has none, but offers compression, which no other client without a {@code
 *       User-Agent} does.
 *   <li>React Native has the {@code User-Agent} of the HTTP library of its platform, as Java and
 *       Swift have; but it sends an {@code Origin} with websockets, and a cache buster when it
 *       polls.
 *   <li>A cache buster that is the time belongs to Dart, also in a browser.
 * </ol>
 *
 * <p>Who is not recognized gets events as they were sent, and a new session when it reconnects.
 */
public record OffsetSupport(GatewayConfig.Offsets setting) {
  private static final String WS_LIBRARY = "permessage-deflate; client_max_window_bits";
  private static final List<String> JAVASCRIPT =
      List.of("Mozilla/", "node", "undici", "Bun/", "Deno/");
  private static final List<String> REACT_NATIVE = List.of("okhttp/", "CFNetwork/");
  private static final int TIME_LENGTH = 8;
  private static final long CLOCK_DIFFERENCE_MILLIS = 3_600_000;

  /**
   * @param handshake with the auth of the namespace
   */
  public boolean of(Handshake handshake) {
    return switch (setting) {
      case ALWAYS -> true;
      case NEVER -> false;
      case DETECT -> returnsOffset(handshake) || isJavaScript(handshake);
    };
  }

  private static boolean returnsOffset(Handshake handshake) {
    RecoveryToken token = RecoveryToken.fromAuth(handshake.auth());
    return token != null && token.offset() != null;
  }

  private static boolean isJavaScript(Handshake handshake) {
    Map<String, String> query = handshake.query();
    if (!hasVersionFirst(query)) {
      return false;
    }
    Map<String, String> headers = handshake.headers();
    String agent = headers.get("user-agent");
    boolean polling = "polling".equals(query.get("transport"));
    boolean hasCacheBuster = isCacheBuster(query.get("t"), handshake.issued());
    if (agent == null) {
      return !polling
          && (headers.containsKey("origin")
              || WS_LIBRARY.equals(headers.get("sec-websocket-extensions")));
    }
    if (JAVASCRIPT.stream().anyMatch(agent::startsWith)) {
      return !polling || hasCacheBuster;
    }
    return REACT_NATIVE.stream().anyMatch(agent::contains)
        && (polling ? hasCacheBuster : headers.containsKey("origin"));
  }

  private static boolean hasVersionFirst(Map<String, String> query) {
    List<String> names = List.copyOf(query.keySet());
    int version = names.indexOf("EIO");
    return version >= 0 && version < names.indexOf("transport");
  }

  private static boolean isCacheBuster(@Nullable String text, long now) {
    return text != null && !isTime(text, now);
  }

  /** Whether it is about the present time, in milliseconds with radix 36. */
  private static boolean isTime(String text, long now) {
    if (text.length() != TIME_LENGTH
        || !text.chars().allMatch(c -> c < 128 && Character.digit(c, 36) >= 0)) {
      return false;
    }
    return Math.abs(Long.parseLong(text, 36) - now) < CLOCK_DIFFERENCE_MILLIS;
  }
}
