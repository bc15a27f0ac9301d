package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.EngineVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a request to the protocol's path before anything is answered, in the order in which
 * the original server looks at one: transport, origin, session, method, version.
 *
 * @param transports those that are served
 */
record RequestPolicy(Set<String> transports, boolean legacyClients) {
  static final String POLLING = "polling";
  static final String WEBSOCKET = "websocket";

  /** What of a request matters. */
  record Asked(
      String method,
      boolean upgrade,
      @Nullable String eio,
      @Nullable String transport,
      @Nullable String sid,
      @Nullable String origin,
      boolean jsonp) {}

  /** What matters of the session that a request names, if we hold it. */
  record Held(EngineVersion version, String transport) {}

  sealed interface Verdict {
    record Refuse(Refusal refusal) implements Verdict {}

    /** Begin a session on polling. */
    record Open(EngineVersion version) implements Verdict {}

    /** Begin a session on a websocket. */
    record OpenWebSocket(EngineVersion version) implements Verdict {}

    /** The client waits for packets. */
    record Poll() implements Verdict {}

    /** The client brings packets. */
    record Post() implements Verdict {}

    /** The session wants to change to a websocket. */
    record Upgrade() implements Verdict {}

    /** A websocket that leads nowhere: it is let in and closed at once, as clients expect. */
    record UpgradeInVain() implements Verdict {}

    /** Nothing that a session does has this method. */
    record NoSuchMethod() implements Verdict {}
  }

  Verdict decide(Asked asked, @Nullable Held held) {
    String transport = asked.transport();
    if (transport == null || !transports.contains(transport)) {
      return refuse(Refusal.TRANSPORT_UNKNOWN);
    }
    if (hasControlCharacter(asked.origin())) {
      return refuse(Refusal.BAD_REQUEST);
    }
    if (asked.sid() != null) {
      return held == null ? refuse(Refusal.SESSION_UNKNOWN) : next(asked, held);
    }
    return first(asked);
  }

  /** A request that begins a session. */
  private Verdict first(Asked asked) {
    boolean websocket = WEBSOCKET.equals(asked.transport());
    if (!asked.method().equals("GET")) {
      return refuse(Refusal.BAD_METHOD);
    }
    if ((websocket && !asked.upgrade()) || asked.jsonp()) {
      return refuse(Refusal.BAD_REQUEST);
    }
    EngineVersion version = EngineVersion.of(asked.eio());
    if (version == null || (version == EngineVersion.V3 && !legacyClients)) {
      return refuse(Refusal.UNSUPPORTED_VERSION);
    }
    if (asked.upgrade()) {
      return websocket ? new Verdict.OpenWebSocket(version) : new Verdict.UpgradeInVain();
    }
    return new Verdict.Open(version);
  }

  /** A request of a session. */
  private static Verdict next(Asked asked, Held held) {
    if (EngineVersion.of(asked.eio()) != held.version() || asked.jsonp()) {
      return refuse(Refusal.BAD_REQUEST);
    }
    if (asked.upgrade() && !asked.method().equals("GET")) {
      return refuse(Refusal.BAD_REQUEST);
    }
    if (asked.upgrade()) {
      boolean mayUpgrade = WEBSOCKET.equals(asked.transport()) && POLLING.equals(held.transport());
      return mayUpgrade ? new Verdict.Upgrade() : new Verdict.UpgradeInVain();
    }
    if (!held.transport().equals(asked.transport()) || WEBSOCKET.equals(held.transport())) {
      return refuse(Refusal.BAD_REQUEST);
    }
    return switch (asked.method()) {
      case "GET" -> new Verdict.Poll();
      case "POST" -> new Verdict.Post();
      default -> new Verdict.NoSuchMethod();
    };
  }

  private static Verdict refuse(Refusal refusal) {
    return new Verdict.Refuse(refusal);
  }

  private static boolean hasControlCharacter(@Nullable String origin) {
    return origin != null && origin.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f);
  }
}
