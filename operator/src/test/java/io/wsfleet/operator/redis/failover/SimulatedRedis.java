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
  final boolean home;
  Standing standing = Standing.OUT;
  boolean leaving;
  boolean started;
  boolean hung;
  boolean running;
  boolean farSide;
  String runId = "";
  @Nullable String master = Said.Replica.NOBODY;
  boolean linked;
  Instant heard = Instant.EPOCH;
  String history = "";
  String formerHistory = "";
  long switchedAt;
  int acknowledgedBy;
  String announced = "";
  List<Entry> data = new ArrayList<>();

  /** What is on its disk, which is there after a restart; null where it has none. */
  private @Nullable List<Entry> file;

  /** How far each that follows has said to be, by its address. */
  final Map<String, Long> followers = new TreeMap<>();

  SimulatedRedis(String pod, boolean home) {
    this.pod = pod;
    this.home = home;
  }

  /** With the disk that another pod has left, or with an empty one. */
  SimulatedRedis onDisk(@Nullable SimulatedRedis left) {
    file = left == null || left.file == null ? new ArrayList<>() : left.file;
    return this;
  }

  String address() {
    return "at-" + pod;
  }

  boolean lives() {
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
    master = Said.Replica.NOBODY;
    linked = false;
    history = "of-" + id;
    formerHistory = "";
    acknowledgedBy = 0;
    announced = "";
    data = file == null ? new ArrayList<>() : new ArrayList<>(file);
    followers.clear();
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
    linked = false;
    formerHistory = history;
    switchedAt = data.size();
    history = newHistory;
    followers.clear();
  }

  void follow(String address) {
    if (!address.equals(master)) {
      master = address;
      linked = false;
      followers.clear();
    }
  }

  /** Connects to its master: goes on where it was, or is filled anew. */
  void link(SimulatedRedis to, Instant now) {
    boolean goesOn =
        history.equals(to.history) && data.size() <= to.data.size()
            || history.equals(to.formerHistory) && data.size() <= to.switchedAt;
    if (!goesOn) {
      data = new ArrayList<>(to.data);
      if (file != null) {
        file = new ArrayList<>();
      }
      save();
      formerHistory = "";
    } else if (!history.equals(to.history)) {
      formerHistory = history;
      switchedAt = data.size();
    }
    history = to.history;
    acknowledgedBy = to.acknowledgedBy;
    announced = to.announced;
    linked = true;
    heard = now;
  }

  void take(SimulatedRedis from, int most, Instant now) {
    heard = now;
    int until = Math.min(from.data.size(), data.size() + most);
    data.addAll(from.data.subList(data.size(), until));
    save();
    acknowledgedBy = from.acknowledgedBy;
    announced = from.announced;
    from.followers.put(address(), (long) data.size());
  }

  Mark newest() {
    if (data.isEmpty()) {
      return Mark.NONE;
    }
    var last = data.get(data.size() - 1);
    return new Mark(last.term(), last.number());
  }

  Said.Answer say(Instant now) {
    var role =
        master == null
            ? new Said.Master(followers)
            : new Said.Replica(master, linked, now.getEpochSecond() - heard.getEpochSecond());
    var newest = newest();
    return new Said.Answer(
        runId,
        role,
        history,
        formerHistory,
        data.size(),
        newest.term(),
        newest,
        acknowledgedBy,
        announced);
  }
}
