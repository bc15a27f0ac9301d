package io.wsfleet.operator.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices another operator that acts on the same WebSocketClusters, for example one that serves all
 * namespaces beside one that serves this namespace; the Lease of each knows nothing of the other.
 *
 * <p>An operator writes its name on an object of each fleet. The name of another one, where its own
 * was before, shows that both act: then this one leaves the fleet alone for a while. If the other
 * one is gone after that, it takes the fleet over. Where it never wrote its name, it does so at
 * once: the other one was replaced by it. Thread-safe.
 */
final class OperatorClaims {

  /** What to do about one fleet. */
  enum Decision {
    ACT,
    /** Another operator acts; this is the first time that it is seen. */
    YIELD_AND_REPORT,
    YIELD
  }

  /** For how long a fleet is left to another operator. */
  static final Duration YIELD_TIME = Duration.ofMinutes(1);

  /** Fleets come and go; one that was removed is noted again with its next reconcile. */
  private static final int MAX_CLAIMS = 50_000;

  /**
   * @param until null for a fleet that has the name of this operator
   */
  private record Claim(@Nullable Instant until) {}

  private final String operator;
  private final Map<String, Claim> claims = new HashMap<>();

  /**
   * @param operator the namespace and name of its Lease
   */
  OperatorClaims(String operator) {
    this.operator = operator;
  }

  String operator() {
    return operator;
  }

  /**
   * @param uid of the WebSocketCluster
   * @param found the name on the object of the fleet; empty if there is none
   */
  synchronized Decision decide(String uid, String found, Instant now) {
    if (found.isEmpty() || found.equals(operator)) {
      if (!found.isEmpty()) {
        if (claims.size() >= MAX_CLAIMS) {
          claims.clear();
        }
        claims.put(uid, new Claim(null));
      }
      return Decision.ACT;
    }
    var claim = claims.get(uid);
    if (claim == null) {
      return Decision.ACT;
    }
    if (claim.until() == null) {
      claims.put(uid, new Claim(now.plus(YIELD_TIME)));
      return Decision.YIELD_AND_REPORT;
    }
    if (now.isBefore(claim.until())) {
      return Decision.YIELD;
    }
    claims.remove(uid);
    return Decision.ACT;
  }
}
