package io.wsfleet.operator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wsfleet.operator.api.Condition;
import io.wsfleet.operator.api.RedisPhase;
import io.wsfleet.operator.api.RedisStatus;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.WebSocketClusterStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What each fleet's Redis and bus are, for whoever is on call; forgotten with the fleet. */
final class FleetMetrics {

  private final MeterRegistry registry;
  private final Map<String, OfOne> fleets = new ConcurrentHashMap<>();

  FleetMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param pods how many Redis pods there are
   * @param inSync how many of them are the master, or have what it has
   */
  void saw(WebSocketCluster cluster, WebSocketClusterStatus status, int pods, int inSync) {
    of(cluster).saw(status, pods, inSync, 1 + cluster.desired().redis().replicas());
  }

  /** How many passwords its Redis takes. */
  void passwords(WebSocketCluster cluster, int howMany) {
    of(cluster).passwords.set(howMany);
  }

  void forget(WebSocketCluster cluster) {
    var former = fleets.remove(Mastership.name(cluster));
    if (former != null) {
      former.meters.forEach(registry::remove);
    }
  }

  private OfOne of(WebSocketCluster cluster) {
    return fleets.computeIfAbsent(Mastership.name(cluster), name -> new OfOne(cluster));
  }

  private final class OfOne {
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final AtomicLong serving;
    private final AtomicLong electing;
    private final AtomicLong term;
    private final AtomicLong since;
    private final AtomicLong pods;
    private final AtomicLong inSync;
    private final AtomicLong wanted;
    private final AtomicLong acknowledgedBy;
    private final AtomicLong passwords;
    private final AtomicLong busReady;
    private final Counter failovers;
    private final Counter losses;
    private @Nullable RedisStatus last;

    OfOne(WebSocketCluster cluster) {
      tags =
          Tags.of(
              "namespace",
              cluster.getMetadata().getNamespace(),
              "name",
              cluster.getMetadata().getName());
      serving = gauge("wsfleet.redis.serving", "1 while Redis has a master that serves");
      electing = gauge("wsfleet.redis.electing", "1 while a new master is being chosen");
      term = gauge("wsfleet.redis.term", "Rises with each master that is chosen");
      since =
          gauge(
              "wsfleet.redis.since.timestamp.seconds",
              "When the master was put in, or was lost, in seconds since 1970");
      pods = gauge("wsfleet.redis.pods", "Redis pods that are there");
      inSync = gauge("wsfleet.redis.in.sync", "Those of them that have what the master has");
      wanted = gauge("wsfleet.redis.pods.wanted", "Redis pods that are asked for");
      acknowledgedBy =
          gauge(
              "wsfleet.redis.acknowledged.by",
              "On how many replicas a message is before its sender is told");
      passwords = gauge("wsfleet.redis.passwords", "Passwords that Redis takes; 1 when settled");
      busReady = gauge("wsfleet.bus.ready", "1 while each gateway hears all of them");
      failovers = counter("wsfleet.redis.failovers", "How often a master was lost");
      losses =
          counter(
              "wsfleet.redis.losses",
              "How often messages that were acknowledged may have been lost");
    }

    synchronized void saw(WebSocketClusterStatus status, int there, int synced, int asked) {
      pods.set(there);
      inSync.set(synced);
      wanted.set(asked);
      busReady.set(status.condition("BusReady").filter(Condition::holds).isPresent() ? 1 : 0);
      var redis = status.redis();
      serving.set(redis != null && redis.phase() == RedisPhase.Serving ? 1 : 0);
      electing.set(redis != null && redis.phase() == RedisPhase.Electing ? 1 : 0);
      if (redis != null) {
        term.set(redis.term());
        since.set(Instant.parse(redis.since()).getEpochSecond());
        acknowledgedBy.set(redis.acknowledgedBy());
        count(redis);
      }
    }

    /** What an operator finds when it begins was counted by the one before. */
    private void count(RedisStatus redis) {
      var before = last;
      last = redis;
      if (before == null) {
        return;
      }
      if (!Objects.equals(before.failedOverAt(), redis.failedOverAt())) {
        failovers.increment();
      }
      if (redis.lost() != null && !redis.lost().equals(before.lost())) {
        losses.increment();
      }
    }

    private AtomicLong gauge(String name, String description) {
      var value = new AtomicLong();
      meters.add(
          Gauge.builder(name, value, AtomicLong::get)
              .description(description)
              .tags(tags)
              .register(registry));
      return value;
    }

    private Counter counter(String name, String description) {
      var counter = Counter.builder(name).description(description).tags(tags).register(registry);
      meters.add(counter);
      return counter;
    }
  }
}
