package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.Fsync;
import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Redis pods as a test describes them: {@code m} is of the master's Deployment, the others are
 * {@code r1, r2, …}. It begins with a healthy fleet in term 5, whose master is {@code m}.
 */
final class Situation {

  static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  static final String HISTORY = "history-5";
  static final long OFFSET = 1000;

  private final Map<String, Node> nodes = new TreeMap<>();
  private @Nullable RedisStatus recorded;
  private Instant now = NOW;
  private int acknowledgedBy;
  private int told;
  private String announced = address("m");
  private @Nullable Fsync disk;

  static Situation healthy(int replicas) {
    var situation = new Situation();
    var names = names(replicas);
    situation.acknowledgedBy = replicas >= 3 ? 2 : Math.min(replicas, 1);
    situation.told = situation.acknowledgedBy;
    situation.recorded =
        new RedisStatus(
            5L,
            RedisPhase.Serving,
            "m",
            "run-m",
            null,
            HISTORY,
            null,
            null,
            situation.acknowledgedBy,
            names.stream().map(n -> new RedisMember(n, "run-" + n)).toList(),
            NOW.minusSeconds(300).toString(),
            null,
            0,
            null);
    situation.with("m", situation.master(names));
    names.forEach(n -> situation.with(n, situation.replica("m")));
    situation.stand("m", Standing.master(replicas == 0));
    names.forEach(n -> situation.stand(n, Standing.REPLICA));
    return situation;
  }

  /** Pods that have just started, of which nothing is recorded. */
  static Situation fresh(int replicas) {
    var situation = new Situation();
    situation.acknowledgedBy = Math.min(replicas, 1);
    situation.with("m", empty());
    names(replicas).forEach(n -> situation.with(n, empty()));
    return situation;
  }

  private static List<String> names(int replicas) {
    return Stream.iterate(1, i -> i + 1).limit(replicas).map(i -> "r" + i).toList();
  }

  Situation recorded(@Nullable RedisStatus status) {
    recorded = status;
    return this;
  }

  RedisStatus recorded() {
    return java.util.Objects.requireNonNull(recorded);
  }

  Situation with(String pod, Said said) {
    var before = nodes.get(pod);
    nodes.put(
        pod,
        new Node(
            pod,
            address(pod),
            pod.equals("m"),
            before != null && before.leaving(),
            before != null && before.outdated(),
            before == null ? Standing.OUT : before.standing(),
            said));
    return this;
  }

  Situation stand(String pod, Standing standing) {
    var n = nodes.get(pod);
    nodes.put(
        pod, new Node(pod, n.address(), n.home(), n.leaving(), n.outdated(), standing, n.said()));
    return this;
  }

  Situation leaving(String pod) {
    var n = nodes.get(pod);
    nodes.put(
        pod, new Node(pod, n.address(), n.home(), true, n.outdated(), n.standing(), n.said()));
    return this;
  }

  Situation outdated(String pod) {
    var n = nodes.get(pod);
    nodes.put(pod, new Node(pod, n.address(), n.home(), n.leaving(), true, n.standing(), n.said()));
    return this;
  }

  Situation without(String pod) {
    nodes.remove(pod);
    return this;
  }

  Situation silent(String pod, Duration since) {
    return with(pod, new Said.Silent(now.minus(since), false));
  }

  Situation refusing(String pod, Duration since) {
    return with(pod, new Said.Silent(now.minus(since), true));
  }

  Situation restarted(String pod) {
    var empty = (Said.Answer) empty();
    return with(
        pod,
        new Said.Answer(
            "run-" + pod + "-again", empty.role(), "another", "", 0, 0, Mark.NONE, 0, ""));
  }

  /** The one of the master's Deployment has a disk. */
  Situation disk(Fsync fsync) {
    disk = fsync;
    return this;
  }

  /** Started anew, with what its disk has kept up to this number. */
  Situation loaded(String pod, long number) {
    var role = new Said.Replica(Said.Replica.NOBODY, false, 1);
    return with(
        pod,
        new Said.Answer(
            "run-" + pod + "-again", role, "another", "", 1, 5, new Mark(5, number), 1, ""));
  }

  /** Held off, with the term's history up to there. */
  Situation heldOff(String pod, long offset) {
    return with(pod, answer(pod, new Said.Replica(Said.Replica.NOBODY, false, 1), offset));
  }

  /** Hears nothing from its master any more. */
  Situation unlinked(String pod, long offset) {
    return with(pod, answer(pod, new Said.Replica(address("m"), false, 1), offset));
  }

  Situation unheard(String pod, long seconds) {
    return with(pod, answer(pod, new Said.Replica(address("m"), true, seconds), OFFSET));
  }

  Situation later(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  /** What the stream says of where the master is. */
  Situation announcing(String pod) {
    announced = address(pod);
    return this;
  }

  /** What the stream tells the gateways about acknowledging; to be said before the answers. */
  Situation telling(int acknowledged) {
    told = acknowledged;
    return this;
  }

  Said.Answer master(List<String> followers) {
    return answer(
        "m",
        new Said.Master(
            followers.stream().collect(Collectors.toMap(Situation::address, n -> OFFSET))),
        OFFSET);
  }

  Said.Answer replica(String master) {
    return answer("", new Said.Replica(address(master), true, 0), OFFSET);
  }

  Said.Answer answer(String pod, Said.Role role, long offset) {
    return new Said.Answer(
        "run-" + pod, role, HISTORY, "", offset, 5, new Mark(5, offset), told, announced);
  }

  private static Said empty() {
    return new Said.Answer(
        "", new Said.Replica(Said.Replica.NOBODY, false, 1), "fresh", "", 0, 0, Mark.NONE, 0, "");
  }

  Node node(String pod) {
    return observe().node(pod).orElseThrow();
  }

  Observation observe() {
    var all = new ArrayList<Node>();
    nodes.forEach((pod, n) -> all.add(named(n)));
    return new Observation(now, recorded, all, nodes.size() - 1, acknowledgedBy, disk);
  }

  /** Where an answer names no run, it is that of its pod. */
  private static Node named(Node n) {
    if (!(n.said() instanceof Said.Answer a)
        || !(a.runId().isEmpty() || a.runId().equals("run-"))) {
      return n;
    }
    var said =
        new Said.Answer(
            "run-" + n.pod(),
            a.role(),
            a.history(),
            a.formerHistory(),
            a.offset(),
            a.term(),
            a.newest(),
            a.acknowledgedBy(),
            a.master());
    return new Node(n.pod(), n.address(), n.home(), n.leaving(), n.outdated(), n.standing(), said);
  }

  Plan plan() {
    return Failover.plan(observe(), Timing.STANDARD);
  }

  static String address(String pod) {
    return "at-" + pod;
  }
}
