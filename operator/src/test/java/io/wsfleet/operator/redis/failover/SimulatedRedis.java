package io.wsfleet.operator.redis.failover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One Redis of a simulated fleet: as much of replication as decides what is kept and what not. */
final class SimulatedRedis {

  /** What was written, a beginning of a term included. Each has an offset of one. */
  record Entry(long term, long number) {}

  final String pod;
  final boolean preferred;
  PodRole podRole = PodRole.NONE;
  boolean terminating;
  boolean started;
  boolean hung;
  boolean running;
  boolean partitioned;
  String runId = "";
  @Nullable String master = RedisState.Replica.NO_MASTER;
  boolean linkUp;
  Instant lastIo = Instant.EPOCH;
  String replicationId = "";
  String secondaryReplicationId = "";
  long switchedAt;
  int minInSyncReplicas;
  String announcedMaster = "";
  List<Entry> data = new ArrayList<>();

  /** What is on its disk, which is there after a restart; null where it has none. */
  private @Nullable List<Entry> file;

  /** How far each that follows has said to be, by its address. */
  final Map<String, Long> replicaOffsets = new TreeMap<>();

  SimulatedRedis(String pod, boolean home) {
    this.pod = pod;
    this.preferred = home;
  }

  /** With the disk that another pod has left, or with an empty one. */
  SimulatedRedis onDisk(@Nullable SimulatedRedis left) {
    file = left == null || left.file == null ? new ArrayList<>() : left.file;
    return this;
  }

  String address() {
    return "at-" + pod;
  }

  boolean responds() {
    return running && !hung;
  }

  boolean isMaster() {
    return running && master == null;
  }

  void start(String id) {
    started = true;
    running = true;
    hung = false;
    runId = id;
    master = RedisState.Replica.NO_MASTER;
    linkUp = false;
    replicationId = "of-" + id;
    secondaryReplicationId = "";
    minInSyncReplicas = 0;
    announcedMaster = "";
    data = file == null ? new ArrayList<>() : new ArrayList<>(file);
    replicaOffsets.clear();
  }

  void add(Entry entry) {
    data.add(entry);
    save();
  }

  /** Before anybody is told that it has anything. */
  private void save() {
    if (file != null) {
      file.addAll(data.subList(file.size(), data.size()));
    }
  }

  void promote(String newHistory) {
    if (master == null) {
      return;
    }
    master = null;
    linkUp = false;
    secondaryReplicationId = replicationId;
    switchedAt = data.size();
    replicationId = newHistory;
    replicaOffsets.clear();
  }

  void follow(String address) {
    if (!address.equals(master)) {
      master = address;
      linkUp = false;
      replicaOffsets.clear();
    }
  }

  /** Connects to its master: goes on where it was, or is filled anew. */
  void link(SimulatedRedis to, Instant now) {
    boolean goesOn =
        replicationId.equals(to.replicationId) && data.size() <= to.data.size()
            || replicationId.equals(to.secondaryReplicationId) && data.size() <= to.switchedAt;
    if (!goesOn) {
      data = new ArrayList<>(to.data);
      if (file != null) {
        file = new ArrayList<>();
      }
      save();
      secondaryReplicationId = "";
    } else if (!replicationId.equals(to.replicationId)) {
      secondaryReplicationId = replicationId;
      switchedAt = data.size();
    }
    replicationId = to.replicationId;
    minInSyncReplicas = to.minInSyncReplicas;
    announcedMaster = to.announcedMaster;
    linkUp = true;
    lastIo = now;
  }

  void replicateFrom(SimulatedRedis from, int most, Instant now) {
    lastIo = now;
    int until = Math.min(from.data.size(), data.size() + most);
    data.addAll(from.data.subList(data.size(), until));
    save();
    minInSyncReplicas = from.minInSyncReplicas;
    announcedMaster = from.announcedMaster;
    from.replicaOffsets.put(address(), (long) data.size());
  }

  StreamTip streamTip() {
    if (data.isEmpty()) {
      return StreamTip.NONE;
    }
    var last = data.get(data.size() - 1);
    return new StreamTip(last.term(), last.number());
  }

  RedisState.Reachable state(Instant now) {
    var role =
        master == null
            ? new RedisState.Master(replicaOffsets)
            : new RedisState.Replica(
                master, linkUp, now.getEpochSecond() - lastIo.getEpochSecond());
    var newest = streamTip();
    return new RedisState.Reachable(
        runId,
        role,
        replicationId,
        secondaryReplicationId,
        data.size(),
        newest.term(),
        newest,
        minInSyncReplicas,
        announcedMaster);
  }
}
