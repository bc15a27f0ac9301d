package io.wsfleet.bench.report;

import java.util.Comparator;
import java.util.Optional;

/** Compares the gateway with the best of its peers in the same run. */
final class Comparison {

  private static final String OURS = "wsfleet";

  private Comparison() {}

  /** The ratio, above 1 where the gateway is better; empty if one of the two was not measured. */
  static Optional<Double> of(Row row, Results results) {
    Comparator<Double> better =
        row.isThroughput() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Optional<Double> best =
        results.peers().stream()
            .filter(peer -> !isOurs(peer))
            .flatMap(peer -> peer.value(row.key()).stream())
            .min(better);
    Optional<Double> ours =
        results.peers().stream()
            .filter(peer -> peer.name().equals(OURS))
            .flatMap(peer -> peer.value(row.key()).stream())
            .findFirst();
    return best.flatMap(other -> ours.map(own -> row.isThroughput() ? own / other : other / own));
  }

  static boolean isOurs(Results.PeerResult peer) {
    return peer.name().startsWith(OURS);
  }
}
