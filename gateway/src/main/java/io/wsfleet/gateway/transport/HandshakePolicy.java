package io.wsfleet.gateway.transport;

import io.wsfleet.gateway.engineio.EngineVersion;
import org.jspecify.annotations.Nullable;

/** Decides about a request to the protocol's path before anything is answered. */
record HandshakePolicy(boolean legacyClients) {

  /** What of a request matters. */
  record Asked(
      String method,
      boolean upgrade,
      @Nullable String eio,
      @Nullable String transport,
      @Nullable String sid,
      @Nullable String origin) {}

  sealed interface Verdict {
    record Accept(EngineVersion version) implements Verdict {}

    record Refuse(Refusal refusal) implements Verdict {}
  }

  Verdict decide(Asked asked) {
    if (!"websocket".equals(asked.transport())) {
      return new Verdict.Refuse(Refusal.TRANSPORT_UNKNOWN);
    }
    if (hasControlCharacter(asked.origin())) {
      return new Verdict.Refuse(Refusal.BAD_REQUEST);
    }
    if (asked.sid() != null) {
      // A session of the websocket transport has no second request, so no session has this id.
      return new Verdict.Refuse(Refusal.SESSION_UNKNOWN);
    }
    if (!asked.method().equals("GET")) {
      return new Verdict.Refuse(Refusal.BAD_METHOD);
    }
    if (!asked.upgrade()) {
      return new Verdict.Refuse(Refusal.BAD_REQUEST);
    }
    EngineVersion version = EngineVersion.of(asked.eio());
    if (version == null || (version == EngineVersion.V3 && !legacyClients)) {
      return new Verdict.Refuse(Refusal.UNSUPPORTED_VERSION);
    }
    return new Verdict.Accept(version);
  }

  private static boolean hasControlCharacter(@Nullable String origin) {
    return origin != null && origin.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f);
  }
}
