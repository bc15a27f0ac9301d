package io.wsfleet.gateway.cluster;

/**
 * Why a request for another gateway's session was not forwarded. The client gets the response for
 * an unknown session, and reconnects.
 */
public enum ForwardFailure {
  UNKNOWN_GATEWAY("unknown gateway"),
  REGISTRY_UNAVAILABLE("register away"),
  TOO_MANY_LOOKUPS("too many lookups"),
  TOO_MANY_REQUESTS("too many requests"),
  UNREACHABLE("unreachable"),
  NO_RESPONSE("no answer");

  private final String label;

  ForwardFailure(String label) {
    this.label = label;
  }

  /** Its label in metrics. */
  public String label() {
    return label;
  }

  static ForwardFailure of(PeerCache.CacheResult cacheResult) {
    if (cacheResult instanceof PeerCache.CacheResult.LookupLimitReached) {
      return TOO_MANY_LOOKUPS;
    }
    return cacheResult instanceof PeerCache.CacheResult.Unreachable ? UNREACHABLE : UNKNOWN_GATEWAY;
  }
}
