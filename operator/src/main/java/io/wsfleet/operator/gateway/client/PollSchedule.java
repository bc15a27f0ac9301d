package io.wsfleet.operator.gateway.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides when the gateways of a fleet are polled: often until each receives the heartbeats of all,
 * and rarely after that. Thread-safe.
 */
public final class PollSchedule {

  private record PollResult(Instant at, Set<PolledGateway> statuses) {}

  private final Duration interval;
  private final Map<String, PollResult> last = new HashMap<>();
  private final Set<String> running = new HashSet<>();
  private final Set<String> silent = new HashSet<>();

  public PollSchedule(Duration interval) {
    this.interval = interval;
  }

  public synchronized boolean isDue(String cluster, Set<String> gateways, Instant now) {
    var pollResult = last.get(cluster);
    if (pollResult == null || !areAllConnected(pollResult.statuses(), gateways)) {
      return true;
    }
    return !pollResult.at().plus(interval).isAfter(now);
  }

  public synchronized Set<PolledGateway> statuses(String cluster) {
    var pollResult = last.get(cluster);
    return pollResult == null ? Set.of() : pollResult.statuses();
  }

  public synchronized void store(String cluster, Set<PolledGateway> statuses, Instant now) {
    if (statuses.isEmpty()) {
      last.remove(cluster);
    } else {
      last.put(cluster, new PollResult(now, statuses));
    }
  }

  /** Whether a poll may begin; false as long as the last one has not ended. */
  public synchronized boolean begin(String cluster) {
    return running.add(cluster);
  }

  /** Ends a poll; its result is dropped if the cluster was deleted meanwhile. */
  public synchronized void end(String cluster, GatewayStatusClient.Poll poll, Instant now) {
    if (running.remove(cluster)) {
      store(cluster, poll.statuses(), now);
      if (poll.isComplete()) {
        silent.remove(cluster);
      } else {
        silent.add(cluster);
      }
    }
  }

  /** Whether a gateway of the cluster did not answer the last poll. */
  public synchronized boolean isSilent(String cluster) {
    return silent.contains(cluster);
  }

  /** For a deleted cluster. */
  public synchronized void forget(String cluster) {
    last.remove(cluster);
    running.remove(cluster);
    silent.remove(cluster);
  }

  private static boolean areAllConnected(Set<PolledGateway> statuses, Set<String> gateways) {
    var names = new HashSet<String>();
    statuses.forEach(r -> names.add(r.pod()));
    return names.equals(gateways)
        && statuses.stream().allMatch(r -> r.heartbeatsFrom().containsAll(gateways));
  }
}
