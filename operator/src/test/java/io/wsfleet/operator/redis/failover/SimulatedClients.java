package io.wsfleet.operator.redis.failover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Clients that write at every master that accepts it, and wait for acknowledgements. */
final class SimulatedClients {

  private record Written(SimulatedRedis.Entry entry, SimulatedRedis master, int at) {}

  final Set<SimulatedRedis.Entry> acknowledged = new HashSet<>();
  private final List<Written> unacknowledged = new ArrayList<>();
  private final Random random;
  private final List<SimulatedRedis> pods;

  SimulatedClients(Random random, List<SimulatedRedis> pods) {
    this.random = random;
    this.pods = pods;
  }

  /** Gives up every write that is not acknowledged yet. */
  void disconnect() {
    unacknowledged.clear();
  }

  /** A client may still be connected to any master, whatever role its pod has. */
  void write() {
    for (SimulatedRedis pod : pods) {
      if (pod.isMaster() && pod.responds() && !pod.data.isEmpty() && random.nextInt(2) == 0) {
        var newest = pod.streamTip();
        var entry = new SimulatedRedis.Entry(newest.term(), newest.number() + 1);
        unacknowledged.add(new Written(entry, pod, pod.data.size()));
        pod.add(entry);
      }
    }
    unacknowledged.removeIf(this::isDone);
  }

  /** WAIT is sent over the connection to the master that accepted the write, and ends with it. */
  private boolean isDone(Written written) {
    var master = written.master();
    if (!pods.contains(master)
        || !master.isMaster()
        || master.data.size() <= written.at()
        || !master.data.get(written.at()).equals(written.entry())) {
      return true;
    }
    if (!master.responds()) {
      return false;
    }
    long holders =
        master.replicaOffsets.values().stream().filter(offset -> offset > written.at()).count();
    if (holders < master.minInSyncReplicas || master.minInSyncReplicas == 0) {
      return false;
    }
    acknowledged.add(written.entry());
    return true;
  }
}
