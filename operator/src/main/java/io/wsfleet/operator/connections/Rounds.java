package io.wsfleet.operator.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * When the gateways of a fleet are asked again: now and then while each hears all, and often until
 * they do.
 */
public final class Rounds {

  private record Round(Instant at, Set<GatewayReport> reports) {}

  private final Duration interval;
  private final Map<String, Round> last = new HashMap<>();

  public Rounds(Duration interval) {
    this.interval = interval;
  }

  public synchronized boolean isDue(String cluster, Set<String> gateways, Instant now) {
    var round = last.get(cluster);
    if (round == null || !eachHearsAll(round.reports(), gateways)) {
      return true;
    }
    return !round.at().plus(interval).isAfter(now);
  }

  public synchronized Set<GatewayReport> reports(String cluster) {
    var round = last.get(cluster);
    return round == null ? Set.of() : round.reports();
  }

  public synchronized void keep(String cluster, Set<GatewayReport> reports, Instant now) {
    if (reports.isEmpty()) {
      last.remove(cluster);
    } else {
      last.put(cluster, new Round(now, reports));
    }
  }

  /** A cluster that is no more. */
  public synchronized void forget(String cluster) {
    last.remove(cluster);
  }

  private static boolean eachHearsAll(Set<GatewayReport> reports, Set<String> gateways) {
    var names = new HashSet<String>();
    reports.forEach(r -> names.add(r.pod()));
    return names.equals(gateways)
        && reports.stream().allMatch(r -> r.hears().containsAll(gateways));
  }
}
