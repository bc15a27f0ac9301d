package io.wsfleet.operator.redis.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.Fsync;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Redis servers, clients that write wherever a master lets them, faults, and an operator that may
 * crash between any two of its steps. Everything that happens comes from one seed.
 */
final class SimulatedFleet {

  private record Written(SimulatedRedis.Entry entry, SimulatedRedis master, int at) {}

  /** The operator's process ends here; what it had recorded stays. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What is to happen, each of it so often in a thousand moments. */
  record Dangers(int crash, int death, int hang, int cut, int deletion, int hands) {
    static final Dangers NONE = new Dangers(0, 0, 0, 0, 0, 0);
  }

  final Random random;
  final int replicas;
  final int acknowledgedBy;
  private final @Nullable Fsync disk;
  final List<SimulatedRedis> pods = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  final Set<SimulatedRedis.Entry> acknowledged = new HashSet<>();
  @Nullable RedisStatus record;
  boolean saidLost;
  int failovers;
  private final List<Written> unacknowledged = new ArrayList<>();
  private final Map<Long, String> masters = new HashMap<>();
  private final Map<String, Instant> silentSince = new HashMap<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int names;
  private int runs;
  private Dangers dangers = Dangers.NONE;

  SimulatedFleet(long seed, int replicas) {
    this(seed, replicas, null);
  }

  /**
   * @param disk what is at home keeps on it all that it has; null without one
   */
  SimulatedFleet(long seed, int replicas, @Nullable Fsync disk) {
    this.disk = disk;
    this.random = new Random(seed);
    this.replicas = replicas;
    this.acknowledgedBy = replicas >= 3 ? 2 : Math.min(replicas, 1);
    add(true, null);
    for (int i = 0; i < replicas; i++) {
      add(false, null);
    }
  }

  /** Lets that many moments pass, in which these things happen. */
  void live(int moments, Dangers what) {
    dangers = what;
    for (int i = 0; i < moments; i++) {
      pass();
      if (random.nextInt(3) == 0) {
        try {
          operate(20);
        } catch (Crash crash) {
          silentSince.clear();
        }
      }
    }
    dangers = Dangers.NONE;
  }

  /** All that was broken is mended; what has died starts again in time. */
  void mend() {
    for (SimulatedRedis pod : pods) {
      pod.hung = false;
      pod.farSide = false;
    }
    pods.stream().filter(p -> p.leaving).toList().forEach(this::replace);
    tell("all is mended");
  }

  /** After a while there must be nothing left to do. */
  void settle() {
    mend();
    settle(400);
    // However long the role was to stay where it is: now it may go home.
    now = now.plus(Timing.ROW.multipliedBy(6));
    settle(150);
    unacknowledged.clear();
  }

  private void settle(int moments) {
    for (int i = 0; i < moments; i++) {
      pass();
      operate(20);
    }
  }

  /** Plans and acts until nothing is left to do; no more often than so. */
  void operate(int rounds) {
    for (int i = 0; i < rounds; i++) {
      var plan = Failover.plan(observe(), Timing.STANDARD);
      boolean isNew = plan.record() != null && !plan.record().equals(record);
      if (isNew) {
        tell(plan.why());
        record(plan.record());
      }
      for (Step step : plan.steps()) {
        maybeCrash();
        pass();
        if (!take(step)) {
          return;
        }
      }
      if (!isNew && plan.steps().isEmpty()) {
        return;
      }
      maybeCrash();
    }
  }

  void assertSettled() {
    var plan = Failover.plan(observe(), Timing.STANDARD);
    assertEquals(List.of(), plan.steps(), this::story);
    assertEquals(record, plan.record(), this::story);
    var masters = pods.stream().filter(SimulatedRedis::isMaster).toList();
    assertEquals(1, masters.size(), this::story);
    var master = masters.get(0);
    assertTrue(master.home, () -> "the role is not at home: " + story());
    pods.stream()
        .filter(p -> p != master)
        .forEach(p -> assertEquals(master.address(), p.master, this::story));
    assertEquals(Standing.Role.MASTER, master.standing.role(), this::story);
  }

  Set<SimulatedRedis.Entry> lost() {
    var kept =
        pods.stream()
            .filter(SimulatedRedis::isMaster)
            .flatMap(p -> p.data.stream())
            .collect(Collectors.toSet());
    var missing = new HashSet<>(acknowledged);
    missing.removeAll(kept);
    return missing;
  }

  /** What was acknowledged, and no Redis has it any more. */
  Set<SimulatedRedis.Entry> inNoRedis() {
    var missing = new HashSet<>(acknowledged);
    pods.forEach(pod -> pod.data.forEach(missing::remove));
    return missing;
  }

  String story() {
    return String.join("\n", told);
  }

  private void record(RedisStatus next) {
    if (record != null) {
      assertTrue(next.term() >= record.term(), () -> "the term went back: " + story());
      saidLost |= next.lost() != null && !next.lost().equals(record.lost());
      failovers +=
          next.failedOverAt() != null && !next.failedOverAt().equals(record.failedOverAt()) ? 1 : 0;
    }
    record = next;
  }

  private void maybeCrash() {
    if (happens(dangers.crash())) {
      tell("the operator crashes");
      throw new Crash();
    }
  }

  private boolean happens(int inAThousand) {
    return random.nextInt(1000) < inAThousand;
  }

  private void add(boolean home, @Nullable SimulatedRedis left) {
    var pod = new SimulatedRedis((home ? "m" : "r") + names++, home);
    pods.add(home && disk != null ? pod.onDisk(left) : pod);
  }

  /** One moment: something may break, or be mended, and data moves. */
  private void pass() {
    now = now.plusMillis(5 + random.nextInt(60));
    var pod = pods.get(random.nextInt(pods.size()));
    if (!pod.started || !pod.running) {
      if (random.nextInt(5) == 0) {
        pod.start("run" + runs++);
        tell(pod.pod + " starts");
      }
    } else {
      endanger(pod);
    }
    replicate();
    write();
  }

  private void endanger(SimulatedRedis pod) {
    if (happens(dangers.death())) {
      pod.running = false;
      tell(pod.pod + " dies");
    } else if (happens(dangers.hang())) {
      pod.hung = true;
      tell(pod.pod + " hangs");
    } else if (happens(dangers.cut())) {
      pod.farSide = true;
      tell(pod.pod + " is cut off");
    } else if (happens(dangers.deletion())) {
      pod.leaving = true;
      tell(pod.pod + " is to leave");
    } else if (happens(dangers.hands())) {
      byHand(pod);
    }
    if ((pod.hung || pod.farSide) && random.nextInt(100) == 0) {
      pod.hung = false;
      pod.farSide = false;
      tell(pod.pod + " is back");
    }
    if (pod.leaving && random.nextInt(60) == 0) {
      replace(pod);
    }
  }

  private void replace(SimulatedRedis pod) {
    tell(pod.pod + " is gone");
    pods.remove(pod);
    add(pod.home, pod);
  }

  private void byHand(SimulatedRedis pod) {
    int what = random.nextInt(3);
    tell(pod.pod + " is tampered with: " + what);
    if (what == 0) {
      pod.standing = Standing.OUT;
    } else if (what == 1) {
      pod.standing = Standing.master(true);
    } else if (!pod.isMaster()) {
      pod.follow("elsewhere");
    }
  }

  private void replicate() {
    for (SimulatedRedis replica : pods) {
      if (replica.master == null || !replica.running) {
        continue;
      }
      var master = pods.stream().filter(p -> p.address().equals(replica.master)).findFirst();
      boolean reaches =
          master.isPresent()
              && master.get().lives()
              && replica.lives()
              && master.get().farSide == replica.farSide;
      if (!reaches) {
        boolean brokenAtOnce = master.isEmpty() || !master.get().running;
        boolean timedOut = replica.heard.plusSeconds(5).isBefore(now);
        if (brokenAtOnce || timedOut) {
          replica.linked = false;
          master.ifPresent(m -> m.followers.remove(replica.address()));
        }
      } else if (!master.get().isMaster()) {
        replica.linked = false;
      } else if (!replica.linked || !replica.history.equals(master.get().history)) {
        assertFalse(
            !saidLost && master.get().data.isEmpty() && !replica.data.isEmpty(),
            () -> replica.pod + " has data, and is filled from one that has none\n" + story());
        replica.link(master.get(), now);
      } else {
        replica.take(master.get(), random.nextInt(4), now);
      }
    }
  }

  /** A client may be connected to any master still, whatever Kubernetes says of it. */
  private void write() {
    for (SimulatedRedis pod : pods) {
      if (pod.isMaster() && pod.lives() && !pod.data.isEmpty() && random.nextInt(2) == 0) {
        var newest = pod.newest();
        var entry = new SimulatedRedis.Entry(newest.term(), newest.number() + 1);
        unacknowledged.add(new Written(entry, pod, pod.data.size()));
        pod.add(entry);
      }
    }
    unacknowledged.removeIf(this::isDone);
  }

  /** WAIT is on the connection to the master that took it, and ends with that. */
  private boolean isDone(Written written) {
    var master = written.master();
    if (!pods.contains(master)
        || !master.isMaster()
        || master.data.size() <= written.at()
        || !master.data.get(written.at()).equals(written.entry())) {
      return true;
    }
    if (!master.lives()) {
      return false;
    }
    long holders =
        master.followers.values().stream().filter(offset -> offset > written.at()).count();
    if (holders < master.acknowledgedBy || master.acknowledgedBy == 0) {
      return false;
    }
    acknowledged.add(written.entry());
    return true;
  }

  private Observation observe() {
    var nodes = new ArrayList<Node>();
    for (SimulatedRedis pod : pods) {
      boolean answers = pod.lives() && !pod.farSide;
      if (answers || !pod.started) {
        silentSince.remove(pod.pod);
      } else {
        silentSince.putIfAbsent(pod.pod, now);
      }
      Said said =
          !pod.started
              ? new Said.NotStarted()
              : answers
                  ? pod.say(now)
                  : new Said.Silent(silentSince.get(pod.pod), !pod.running && !pod.farSide);
      nodes.add(new Node(pod.pod, pod.address(), pod.home, pod.leaving, false, pod.standing, said));
    }
    return new Observation(now, record, nodes, replicas, acknowledgedBy, disk);
  }

  /** False where it fails, as whoever it concerns does not answer any more. */
  private boolean take(Step step) {
    if (step instanceof Step.Show show) {
      find(show.node()).ifPresent(p -> p.standing = show.standing());
      return true;
    }
    if (step instanceof Step.HoldOff holdOff) {
      return at(holdOff.node(), p -> p.follow(Said.Replica.NOBODY));
    }
    if (step instanceof Step.Promote promote) {
      return at(promote.node(), p -> p.promote("history" + runs++));
    }
    if (step instanceof Step.Begin begin) {
      return at(begin.master(), p -> begin(p, begin));
    }
    if (step instanceof Step.Follow follow) {
      return at(follow.node(), p -> p.follow(follow.master().address()));
    }
    if (step instanceof Step.HandOver handOver) {
      return handOver(handOver);
    }
    if (step instanceof Step.Acknowledge acknowledge) {
      return at(acknowledge.master(), p -> p.acknowledgedBy = acknowledge.replicas());
    }
    if (step instanceof Step.Announce announce) {
      return at(announce.master(), p -> p.announced = p.address());
    }
    throw new AssertionError(step);
  }

  private void begin(SimulatedRedis pod, Step.Begin begin) {
    if (!pod.isMaster() || pod.newest().term() >= begin.term()) {
      return;
    }
    assertEquals(
        pod.pod,
        masters.computeIfAbsent(begin.term(), term -> pod.pod),
        () -> "two masters in term " + begin.term() + "\n" + story());
    pod.add(new SimulatedRedis.Entry(begin.term(), 0));
    pod.acknowledgedBy = begin.acknowledgedBy();
  }

  /** Nobody writes meanwhile: that is what the pause is for. */
  private boolean handOver(Step.HandOver step) {
    var from = find(step.from()).filter(SimulatedRedis::isMaster);
    var to = find(step.to()).filter(p -> p.linked && step.from().address().equals(p.master));
    if (from.isEmpty() || to.isEmpty() || !reached(from.get()) || !reached(to.get())) {
      return false;
    }
    if (random.nextInt(10) == 0) {
      return false;
    }
    to.get().take(from.get(), Integer.MAX_VALUE / 2, now);
    to.get().promote("history" + runs++);
    maybeCrash();
    from.get().follow(to.get().address());
    tell(from.get().pod + " has handed over to " + to.get().pod);
    return true;
  }

  private boolean at(Node node, java.util.function.Consumer<SimulatedRedis> action) {
    var pod = find(node).filter(this::reached);
    pod.ifPresent(action);
    return pod.isPresent();
  }

  private boolean reached(SimulatedRedis pod) {
    return pod.lives() && !pod.farSide;
  }

  private Optional<SimulatedRedis> find(Node node) {
    return pods.stream().filter(p -> p.pod.equals(node.pod())).findFirst();
  }

  private void tell(String what) {
    told.add(now + " " + what + " " + pods.stream().map(this::inWords).toList());
  }

  private String inWords(SimulatedRedis pod) {
    return pod.pod
        + (pod.running ? "" : "!")
        + (pod.hung ? "~" : "")
        + (pod.farSide ? "/" : "")
        + (pod.master == null ? " master " : " of " + pod.master + " ")
        + pod.data.size()
        + (pod.standing.equals(Standing.OUT) ? "" : " " + pod.standing.role());
  }
}
