package io.wsfleet.gateway.engineio.server;

import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a request to the path of Engine.IO, in the order of the original server: transport,
 * origin, session, method, version.
 *
 * @param transports the enabled transports
 */
public record RequestPolicy(Set<String> transports, boolean legacyClients) {
  public static final String POLLING = "polling";
  public static final String WEBSOCKET = "websocket";

  /** The relevant parts of a request. */
  public record Request(
      String method,
      boolean upgrade,
      @Nullable String eio,
      @Nullable String transport,
      @Nullable String sid,
      @Nullable String origin,
      boolean jsonp) {}

  /** The relevant parts of the session that a request names. */
  public record Session(EngineVersion version, String transport) {}

  public sealed interface Decision {
    record Reject(ConnectionError error) implements Decision {}

    /** Open a session on long polling. */
    record OpenPolling(EngineVersion version) implements Decision {}

    /** Open a session on a WebSocket. */
    record OpenWebSocket(EngineVersion version) implements Decision {}

    /** A GET of a session: the client waits for packets. */
    record Poll() implements Decision {}

    /** A POST of a session: the client sends packets. */
    record Post() implements Decision {}

    /** Upgrade the session to a WebSocket. */
    record Upgrade() implements Decision {}

    /** Accept the WebSocket and close it at once, as clients expect it. */
    record RejectedUpgrade() implements Decision {}

    /** The method is not supported for sessions. */
    record UnsupportedMethod() implements Decision {}
  }

  public Decision decide(Request request, @Nullable Session session) {
    String transport = request.transport();
    if (transport == null || !transports.contains(transport)) {
      return reject(ConnectionError.UNKNOWN_TRANSPORT);
    }
    if (hasControlCharacter(request.origin())) {
      return reject(ConnectionError.BAD_REQUEST);
    }
    if (request.sid() != null) {
      return session == null
          ? reject(ConnectionError.UNKNOWN_SID)
          : continueSession(request, session);
    }
    return openSession(request);
  }

  /** A request without a session. */
  private Decision openSession(Request request) {
    boolean websocket = WEBSOCKET.equals(request.transport());
    if (!request.method().equals("GET")) {
      return reject(ConnectionError.BAD_HANDSHAKE_METHOD);
    }
    if ((websocket && !request.upgrade()) || request.jsonp()) {
      return reject(ConnectionError.BAD_REQUEST);
    }
    EngineVersion version = EngineVersion.of(request.eio());
    if (version == null || (version == EngineVersion.V3 && !legacyClients)) {
      return reject(ConnectionError.UNSUPPORTED_PROTOCOL_VERSION);
    }
    if (request.upgrade()) {
      return websocket ? new Decision.OpenWebSocket(version) : new Decision.RejectedUpgrade();
    }
    return new Decision.OpenPolling(version);
  }

  /** A request of a session. */
  private static Decision continueSession(Request request, Session session) {
    if (EngineVersion.of(request.eio()) != session.version() || request.jsonp()) {
      return reject(ConnectionError.BAD_REQUEST);
    }
    if (request.upgrade() && !request.method().equals("GET")) {
      return reject(ConnectionError.BAD_REQUEST);
    }
    if (request.upgrade()) {
      boolean mayUpgrade =
          WEBSOCKET.equals(request.transport()) && POLLING.equals(session.transport());
      return mayUpgrade ? new Decision.Upgrade() : new Decision.RejectedUpgrade();
    }
    if (!session.transport().equals(request.transport()) || WEBSOCKET.equals(session.transport())) {
      return reject(ConnectionError.BAD_REQUEST);
    }
    return switch (request.method()) {
      case "GET" -> new Decision.Poll();
      case "POST" -> new Decision.Post();
      default -> new Decision.UnsupportedMethod();
    };
  }

  private static Decision reject(ConnectionError error) {
    return new Decision.Reject(error);
  }

  private static boolean hasControlCharacter(@Nullable String origin) {
    return origin != null && origin.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f);
  }
}
